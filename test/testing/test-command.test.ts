import { readdirSync } from "node:fs";
import path from "node:path";
import { describe, expect, test } from "vitest";
import { fettle, folderWith } from "../cli/fettle.js";

const root = path.resolve(import.meta.dirname, "../..");
const pack = `{
  "pack": "acme/gpu",
  "hook": "vllm_config",
  "rules": [
    {
      "id": "r",
      "when": { "fact": "cache_config.block_size", "operator": "equal", "value": 16 },
      "then": [{ "set": "cache_config.block_size", "value": 32 }]
    }
  ]
}
`;
const entry = (name: string, size: number, after?: number, target?: string) => ({
  name,
  ...(target !== undefined && { target }),
  document: { cache_config: { block_size: size } },
  expect: after === undefined ? {} : { changes: { "cache_config.block_size": after } },
});
const cases = (...entries: object[]) => JSON.stringify({ pack: "acme/gpu", cases: entries }, null, 2);
const project = (...entries: object[]) =>
  folderWith({ "rules/acme/gpu.pack.json": pack, "rules/acme/gpu.cases.json": cases(...entries) });
const shippedPacks = readdirSync(path.join(root, "rules"), { recursive: true, encoding: "utf8" }).filter((name) =>
  name.endsWith(".pack.json"),
).length;
const both = [entry("doubles", 16, 32), entry("stays", 64)];

describe("fettle test", () => {
  test("the shipped packs pass", () => {
    const { code, out, err } = fettle(["test"], { cwd: root });
    expect({ code, err }).toEqual({ code: 0, err: "" });
    const [, first, last] =
      /^(\d+) packs for vllm@0\.33\.0; \d+ cases for the releases that they name\n[^]*\n(\d+) packs, \d+ cases: all pass\n$/.exec(
        out,
      ) ?? [];
    expect([first, last]).toEqual([`${shippedPacks}`, `${shippedPacks}`]);
  });

  test("a name, a file or a folder narrows it", () => {
    const cwd = project(...both);
    const own =
      /^1 pack for vllm@\S+\n\n✓ acme\/gpu {2}2 of 2 cases pass, 1 rule, 2 of 2 branches covered\n\n1 pack, 2 cases/;
    for (const args of [["acme/gpu"], ["rules"], ["rules/acme/gpu.cases.json"]]) {
      expect(fettle(["test", ...args], { cwd })).toEqual({ code: 0, out: expect.stringMatching(own), err: "" });
    }
    expect(fettle(["test", "--rules", "rules"], { cwd }).out).toContain(`${shippedPacks + 1} packs`);
    expect(fettle(["test", "vllm/mamba", "rules"], { cwd }).out).toContain("2 packs");
  });

  test("a failing case is told by path, with its place", () => {
    const { code, out } = fettle(["test", "rules"], { cwd: project(entry("doubles", 16, 48), entry("stays", 64)) });
    expect(code).toBe(1);
    expect(out).toContain(
      "✗ doubles  rules/acme/gpu.cases.json:4:5\n      changes.cache_config.block_size\n        expected  48\n        actual    32\n",
    );
  });

  test("a rule that never fires or is never silent is a finding, with its place", () => {
    const silent = fettle(["test", "rules"], { cwd: project(entry("stays", 64)) });
    expect(silent.code).toBe(1);
    expect(silent.out).toMatch(/rules\/acme\/gpu\.pack\.json:6:13: error: `r` fires in no case.*\[rule-never-fired\]/);
    expect(silent.out).toContain(
      "rules/acme/gpu.pack.json:7:15: note: `cache_config.block_size equal 16` is true in no case",
    );
    const fired = fettle(["test", "rules"], { cwd: project(entry("doubles", 16, 32)) });
    expect(fired).toMatchObject({ code: 1, out: expect.stringContaining("[rule-never-silent]") });
  });

  test("a pack without cases, and cases without a pack", () => {
    const bare = fettle(["test", "rules"], { cwd: folderWith({ "rules/acme/gpu.pack.json": pack }) });
    expect(bare).toMatchObject({ code: 1, out: expect.stringContaining("`acme/gpu` has no cases [missing-cases]") });
    const stray = folderWith({
      "rules/acme/gpu.pack.json": pack,
      "rules/acme/gpu.cases.json": cases(...both),
      "rules/acme/gpuu.cases.json": `{ "pack": "acme/gpuu", "cases": [] }`,
    });
    expect(fettle(["test", "--rules", "rules"], { cwd: stray })).toMatchObject({
      code: 1,
      out: expect.stringContaining("unknown pack `acme/gpuu` [bad-case]"),
    });
  });

  test("a case's target is loaded for it", () => {
    const cwd = project(
      entry("doubles", 16, 32, "vllm@0.20.0"),
      entry("stays", 64),
      entry("of no release", 64, undefined, "vllm-0.20"),
    );
    const { code, out } = fettle(["test", "rules", "--format", "json"], { cwd });
    expect(code).toBe(1);
    expect(
      JSON.parse(out).packs[0].cases.map((run: { target: string; diagnostics: { code: string }[] }) => [
        run.target,
        run.diagnostics.map((found) => found.code),
      ]),
    ).toEqual([
      ["vllm@0.20.0", []],
      ["vllm@0.33.0", []],
      ["vllm-0.20", ["bad-target"]],
    ]);
  });

  test("rules that cannot be loaded are no failed test", () => {
    const cwd = folderWith({ "rules/acme/gpu.pack.json": pack.replace("block_size", "blok_size") });
    expect(fettle(["test", "rules"], { cwd })).toMatchObject({
      code: 2,
      out: "",
      err: expect.stringContaining("[unknown-field]"),
    });
    expect(fettle(["test", "vllm/mambo"], { cwd: folderWith({}) })).toMatchObject({
      code: 2,
      err: expect.stringContaining("did you mean `vllm/mamba`"),
    });
  });

  test("quiet, a run without faults says nothing; junit is XML all the same", () => {
    const cwd = project(...both);
    expect(fettle(["test", "rules", "-q"], { cwd })).toEqual({ code: 0, out: "", err: "" });
    expect(fettle(["test", "rules", "--format", "junit"], { cwd }).out).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="fettle" tests="2" failures="0"/,
    );
  });
});
