import { expect, test } from "vitest";
import { compareReleases } from "../../engine/diff/compare-releases.js";
import type { RuleSetVersion } from "../../engine/workspace/rule-set-version.js";
import { loadProgram } from "../../engine/workspace/load-program.js";

const rule = (id: string, after: number, versions?: string) => ({
  id,
  versions,
  when: { fact: "cache_config.block_size", operator: "greaterThan", value: 16 },
  then: [{ set: "cache_config.block_size", value: after }],
});

/** A set of one pack with these rules. */
async function side(
  name: string,
  rules: readonly object[],
  pack: object = {},
  isPinned = false,
): Promise<RuleSetVersion> {
  const files = {
    "acme.set.json": { set: "acme", stages: [{ pack: "acme/blocks" }] },
    "acme/blocks.pack.json": JSON.stringify({ pack: "acme/blocks", hook: "vllm_config", rules, ...pack }),
  };
  const load = (target = "vllm@1.2.0") => loadProgram({ set: "acme", target, anyRelease: true, files });
  const { program, diagnostics } = await load();
  return { name, program: program!, diagnostics, isPinned, hasRules: true, load };
}

const options = { fleet: [], seconds: 30, show: () => {} };

test("a rule of another release is compared at that release", async () => {
  const before = await side("before", [rule("now", 8), rule("later", 4, ">=1.5.0")]);
  const after = await side("after", [rule("now", 8), rule("later", 2, ">=1.5.0")]);
  const { differed, pairs } = await compareReleases(before, after, options);
  expect(differed.alsoAt).toEqual(["vllm@1.5.0"]);
  expect(differed.packs).toMatchObject([{ pack: "acme/blocks", verdict: "same", effects: [] }]);
  expect([...pairs.keys()]).toEqual(["vllm@1.2.0", "vllm@1.5.0"]);
});

test("what shows only at another release says so", async () => {
  const later = (value: number) => ({
    id: "later",
    versions: ">=1.5.0",
    then: [{ set: "cache_config.block_size", value }],
  });
  const { differed } = await compareReleases(
    await side("before", [later(4)]),
    await side("after", [later(2)]),
    options,
  );
  expect(differed.packs).toMatchObject([
    {
      verdict: "differs",
      effects: [{ at: ["vllm@1.5.0"], outcome: [{ name: "cache_config.block_size", before: 4, after: 2 }] }],
    },
  ]);
});

test("what shows at the target does not say so again", async () => {
  const all = (value: number) => [
    { id: "all", then: [{ set: "cache_config.block_size", value }] },
    rule("old", value, "<1.1.0 || >=3.0.0"),
  ];
  const { differed } = await compareReleases(await side("before", all(4)), await side("after", all(2)), options);
  expect(differed.alsoAt).toEqual(["vllm@0.17.0"]);
  expect(
    differed.packs.flatMap(({ effects }) =>
      effects.filter(({ outcome }) => outcome[0]?.after === 2).map(({ at }) => at),
    ),
  ).toEqual([[]]);
});

test("a pack that is not for the target is compared where it is", async () => {
  const pack = { versions: ">=2.0.0" };
  const { differed } = await compareReleases(
    await side("before", [rule("r", 8)], pack),
    await side("after", [rule("r", 4)], pack),
    options,
  );
  expect(differed).toMatchObject({ alsoAt: ["vllm@2.0.0"], packs: [{ verdict: "differs" }] });
});

test.each([
  ["nothing is compared twice where no release has other rules", [rule("now", 8)], [rule("now", 4)], false],
  [
    "only the target that somebody chose is compared",
    [rule("later", 8, ">=1.5.0")],
    [rule("later", 4, ">=1.5.0")],
    true,
  ],
])("%s", async (_, before, after, isPinned) => {
  const { differed } = await compareReleases(
    await side("before", before),
    await side("after", after, {}, isPinned),
    options,
  );
  expect(differed.alsoAt).toEqual([]);
});
