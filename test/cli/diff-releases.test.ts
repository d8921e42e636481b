import { expect, test } from "vitest";
import { folderWith } from "./fettle.js";
import { diff, json } from "./rules-repository.js";

type Place = "pack" | "rule" | "match";
/** What is added to a pack, and the first release at which it shows. */
const additions: readonly (readonly [place: Place, range: string, shownAt: string])[] = [
  ...(["pack", "rule", "match"] as const).flatMap((place) => [
    [place, ">=0.19.0", "vllm@0.17.0"] as const,
    [place, "0.19.0", "vllm@0.17.0"] as const,
    [place, "<=0.32.0", "vllm@0.33.0"] as const,
  ]),
  ["pack", ">=0.18.0", "vllm@0.17.0"],
  ["rule", "<=0.33.0", "vllm@0.33.1"],
];
const nameOf = (index: number) => `acme/pack-${index + 10}`;

function packOf(index: number, ranges: Partial<Record<Place, string>>): object {
  const architecture = `Model${index}`;
  return {
    ...{ pack: nameOf(index), hook: "vllm_config", versions: ranges.pack },
    match: { architectures: [ranges.match === undefined ? architecture : { architecture, versions: ranges.match }] },
    rules: [{ id: "smaller", versions: ranges.rule, then: [{ set: "cache_config.block_size", value: 8 }] }],
  };
}

const files = (folder: string, change: (place: Place, range: string) => object) => ({
  [`${folder}/acme/acme.set.json`]: JSON.stringify({
    set: "acme",
    target: "vllm@0.19.0",
    stages: [{ dispatch: "vllm_config" }],
  }),
  ...Object.fromEntries(
    additions.map(([place, range], index) => [
      `${folder}/${nameOf(index)}.pack.json`,
      JSON.stringify(packOf(index, change(place, range))),
    ]),
  ),
});

const folder = folderWith({ ...files("old", () => ({})), ...files("new", (place, range) => ({ [place]: range })) });

test("a range that is added to a pack, a rule or a match entry differs at the releases that it leaves out", () => {
  const { code, report } = json(folder, "./old", "./new", "--set", "acme");
  expect(code).toBe(1);
  expect(report.isEveryRelease).toBe(true);
  const found = report.packs.map(({ pack, verdict, effects }: any) => [
    pack,
    verdict,
    effects.flatMap(({ at }: any) => at)[0],
  ]);
  expect(found).toEqual(additions.map(([, , shownAt], index) => [nameOf(index), "differs", shownAt]));
});

test("a verdict about a chosen target says that it is about no other", () => {
  const words = ["./old", "./new", "--set", "acme", "--target", "vllm@0.19.0"];
  const { code, out } = diff(folder, ...words);
  expect(code).toBe(0);
  expect(out).toContain("./old → ./new  ·  vllm@0.19.0 only\n");
  expect(out).toContain("proved equivalent: no behavior change at vllm@0.19.0 only");
  expect(json(folder, ...words).report).toMatchObject({ isEveryRelease: false, alsoAt: [] });
});
