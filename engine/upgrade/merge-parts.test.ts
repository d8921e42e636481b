import { cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { HelperThread } from "../common/helper-threads.js";
import type { ComparedEntry, ComparedPart } from "./compare-part.js";
import { keyOf } from "./date-changes.js";
import { mergeParts } from "./merge-parts.js";
import { upgradeFleet } from "./upgrade-fleet.js";
import type { UpgradeChange, UpgradedDeployment } from "./upgraded.js";

const causes = [{ kind: "release", text: "made up" }] as const;
const change = (name: string, since: string | null, kind: UpgradeChange["kind"] = "field"): UpgradeChange => ({
  ...{ kind, name, before: 1, after: 2, since, causes, keep: null },
});
const entry = (place: number, ...changes: readonly UpgradeChange[]): ComparedEntry => ({
  ...{ place, findings: [], version: "0.19.0", warnings: [], isFlagsOnly: false, isTooEarly: false },
  deployment: { name: `at ${place}`, changes } as unknown as UpgradedDeployment,
});
const part = (entries: readonly ComparedEntry[], dates: Record<string, readonly [string, number]>): ComparedPart => ({
  entries,
  dates: new Map([
    [
      "0.19.0",
      new Map(
        Object.entries(dates).map(([name, [since, place]]) => [
          keyOf({ kind: "field", name, before: 1, after: 2 }, causes),
          { since, place },
        ]),
      ),
    ],
  ]),
});
const dated = (entries: readonly ComparedEntry[]) =>
  entries.map(({ place, deployment }) => [place, (deployment?.changes ?? []).map(({ since }) => since)]);

describe("parts that two threads compared", () => {
  it("are merged in the order of the fleet, with the dates of the first deployments", () => {
    const own = part([entry(0.1, change("a", "0.21.0")), entry(0.3, change("a", "0.21.0"), change("b", "0.25.0"))], {
      a: ["0.21.0", 0.1],
      b: ["0.25.0", 0.3],
    });
    const other = part([entry(0.2, change("a", "0.22.0"), change("b", "0.26.0"), change("b", null, "flag"))], {
      a: ["0.22.0", 0.2],
      b: ["0.26.0", 0.2],
    });
    const merged = [
      [0.1, ["0.21.0"]],
      [0.2, ["0.21.0", "0.26.0", null]],
      [0.3, ["0.21.0", "0.26.0"]],
    ];
    expect(dated(mergeParts(own, other))).toEqual(merged);
    expect(dated(mergeParts(other, own))).toEqual(merged);
    expect(mergeParts(own, null)).toBe(own.entries);
  });

  it("keep dates on which the threads agree, or that only one has", () => {
    const own = part([entry(0.1, change("a", "0.21.0"))], { a: ["0.21.0", 0.1] });
    const other = part([entry(0.2, change("a", "0.21.0"), change("c", "0.30.0"))], {
      a: ["0.21.0", 0.2],
      c: ["0.30.0", 0.2],
    });
    expect(dated(mergeParts(own, other))).toEqual([
      [0.1, ["0.21.0"]],
      [0.2, ["0.21.0", "0.30.0"]],
    ]);
  });
});

describe("a helper thread", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "fettle-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it("compares its half of the files as this thread does", async () => {
    for (let index = 0; index < 4; index++) {
      const model = path.join(folder, `model-${index}`);
      mkdirSync(model);
      const fixture = index < 2 ? "gemma4" : "nemotron-h";
      cpSync(
        new URL(`../../test/vllm/fixtures/${fixture}.config.json`, import.meta.url),
        path.join(model, "config.json"),
      );
    }
    const options = { places: [folder], from: "0.19.0" };
    const whole = await upgradeFleet(options);
    const helper = new HelperThread({ job: "upgrade", data: { ...options, shared: -1 } });
    const { entries } = (await helper.run(0)) as ComparedPart;
    await helper.close();
    expect(entries).toHaveLength(2);
    expect(whole.deployments).toHaveLength(4);
    for (const { deployment } of entries)
      expect(whole.deployments.find(({ name }) => name === deployment?.name)).toEqual(deployment);
  }, 60_000);
});
