import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { judge, type Finding } from "../../scripts/attack/judge.js";
import type { Files } from "../../scripts/attack/pair.js";
import { randomOf } from "../../scripts/attack/random.js";
import { pairOf, type Theme } from "../../scripts/attack/themes.js";
import { seed } from "../seed.js";
import { NotLoaded } from "../../scripts/attack/versions.js";

const runs = Number(process.env.FETTLE_RUNS ?? 40);
const options = { seconds: 20, budget: { documents: 1500, milliseconds: 10_000 } };

/** What the verdict is held to; how long it takes depends on the machine. */
const isWrong = ({ fault }: Finding) => ["false-proof", "wrong-witness", "crash", "expectation"].includes(fault);

const themes: readonly Theme[] = ["hand", "shipped", "generated"];

test.each(themes)(
  "%s pairs: no verdict is refuted by a document",
  async (theme) => {
    const found: object[] = [];
    let judgedPairs = 0;
    for (let run = 0; run < runs; run++) {
      // Neighbors among those made by hand are alike: a step that has no factor in common with their number.
      const pair = await pairOf(theme, theme === "hand" ? (seed * 31 + run * 37) % 1201 : run, seed);
      if (pair === null) continue;
      try {
        const { findings } = await judge(pair, options, randomOf(seed + run));
        judgedPairs++;
        found.push(
          ...findings
            .filter(isWrong)
            .map(({ fault, text, document }) => ({ pair: pair.name, fault, text, document: JSON.stringify(document) })),
        );
      } catch (error) {
        if (!(error instanceof NotLoaded)) throw error;
      }
    }
    expect(found).toEqual([]);
    expect(judgedPairs).toBeGreaterThan(runs / 2);
  },
  3_600_000,
);

const folder = new URL("../../scripts/attack/found/", import.meta.url);
interface Found {
  readonly title: string;
  readonly set: string;
  readonly base: Files;
  readonly head: Files;
  readonly document: JsonObject;
}

describe("pairs that once had a false proof", () => {
  const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
  test.each(files.map((file) => [file]))(
    "%s",
    async (file) => {
      const { title, set, base, head, document } = JSON.parse(readFileSync(new URL(file, folder), "utf8")) as Found;
      const pair = {
        name: title,
        theme: "found",
        set,
        base,
        head,
        documents: [document],
        expected: "different" as const,
        tags: ["found"],
      };
      const { findings } = await judge(pair, options, randomOf(seed));
      expect(findings.filter(isWrong)).toEqual([]);
    },
    120_000,
  );
});
