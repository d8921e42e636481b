import { vllm } from "../vllm/adapter/vllm.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { everyVersion, rangeOf } from "../../test/solver/version-ranges.js";
import type { Pack } from "../generated/pack.js";
import type { LinkedPacks } from "../packs/linked.js";
import { isLong } from "../../test/long.js";
import { holdsFor as holds, parseTarget, type Target } from "../packs/target.js";
import { otherReleases, otherTargets } from "./other-targets.js";

const known = new Map<string, boolean>();
/** Memoized, since brute force calls it often. */
function holdsFor(range: string | undefined, at: Target): boolean {
  const key = `${range} of ${at.version}`;
  if (!known.has(key)) known.set(key, holds(range, at));
  return known.get(key)!;
}

const runs = { numRuns: isLong ? 1000 : 60 };
const names = ["acme/a", "acme/b", "acme/c"];
const architectures = ["A", "B"];
const versions = fc.option(rangeOf, { nil: undefined });

const entryOf = fc
  .tuple(fc.constantFrom(...architectures), versions)
  .map(([architecture, range]) => (range === undefined ? architecture : { architecture, versions: range }));
const ruleOf = (name: string) =>
  fc
    .tuple(
      fc.constantFrom("r", "s", "t"),
      versions,
      fc.option(fc.constantFrom(...names.slice(names.indexOf(name) + 1), name)),
    )
    .map(([id, range, included]) => {
      const log = { log: "info", code: id, message: id };
      return {
        id,
        ...(range !== undefined && { versions: range }),
        then: [included === null || included === name ? log : { include: included }],
      };
    });
const packOf = (name: string) =>
  fc
    .record({
      match: fc.option(fc.array(entryOf, { minLength: 1, maxLength: 2 }), { nil: undefined }),
      range: versions,
      rules: fc.array(ruleOf(name), { maxLength: 3 }),
    })
    .map(
      ({ match, range, rules }) =>
        ({
          pack: name,
          hook: "vllm_config",
          ...(match && { match: { architectures: match } }),
          ...(range !== undefined && { versions: range }),
          rules,
        }) as unknown as Pack,
    );
const versionOf = fc.tuple(...names.map(packOf));
/** Two versions, which mostly share packs. */
const pairOf = fc
  .tuple(versionOf, versionOf, fc.array(fc.boolean(), { minLength: 3, maxLength: 3 }))
  .map(
    ([before, other, keeps]) => [before, before.map((pack, index) => (keeps[index] ? pack : other[index]!))] as const,
  );

const target = parseTarget("acme@1.1.0")!;
const linkedOf = (packs: readonly Pack[]) =>
  ({
    set: "acme",
    target,
    engine: vllm,
    packs: new Map(packs.map((pack) => [pack.pack, { pack }])),
    read: { cases: [], sets: [] },
  }) as unknown as LinkedPacks;

/** Brute force: renders what runs for a document of an architecture. */
function runAt(packs: readonly Pack[], architecture: string | null, at: Target): string {
  const rulesOf = (name: string): readonly string[] => {
    const pack = packs.find((entry) => entry.pack === name)!;
    if (!holdsFor(pack.versions, at)) return [];
    const rules = pack.rules.filter((rule) => holdsFor(rule.versions, at));
    return rules.flatMap(({ id, then }) => [
      `${name}/${id}`,
      ...then.flatMap((action) => ("include" in action ? rulesOf(action.include) : [])),
    ]);
  };
  const isMatched = ({ match }: Pack) =>
    match === undefined ||
    match.architectures.some(
      (entry) =>
        (typeof entry === "string" ? entry : entry.architecture) === architecture &&
        (typeof entry === "string" || holdsFor(entry.versions, at)),
    );
  return packs.flatMap((pack) => (isMatched(pack) ? rulesOf(pack.pack) : [])).join();
}

const project = "acme";
const someVersions = fc.shuffledSubarray([...everyVersion], { minLength: 150, maxLength: 150 });

test("whatever runs differently at any version runs so at a version that is compared", () => {
  fc.assert(
    fc.property(pairOf, someVersions, ([before, after], all) => {
      const found = otherTargets(linkedOf(before), linkedOf(after), [target]).map((text) => parseTarget(text)!);
      for (const architecture of [null, ...architectures]) {
        const pairAt = (at: Target) => [before, after].map((packs) => runAt(packs, architecture, at));
        const compared = new Set([target, ...found].map((at) => pairAt(at).join(" | ")));
        for (const version of all) {
          const [left, right] = pairAt({ project, version });
          if (left !== right && !compared.has(`${left} | ${right}`))
            throw new Error(`${version} of ${found.map((at) => at.version).join()}: ${left} | ${right}`);
        }
      }
    }),
    runs,
  );
});

test("every choice of a pack's rules, and of what it includes, is made at the target or at one of its other releases", () => {
  fc.assert(
    fc.property(versionOf, someVersions, (packs, all) => {
      const [{ match: _, ...first }, ...rest] = packs as [Pack, ...Pack[]];
      const own = [first, ...rest.map((pack) => ({ ...pack, match: { architectures: ["other"] as [string] } }))];
      const found = otherReleases(linkedOf(own), first.pack).map((text) => parseTarget(text)!);
      const compared = new Set([target, ...found].map((at) => runAt(own, null, at)));
      for (const version of all) {
        const run = runAt(own, null, { project, version });
        if (run !== "" && !compared.has(run))
          throw new Error(`${version} of ${found.map((at) => at.version).join()}: ${run}`);
      }
    }),
    runs,
  );
});

test.each([
  ["a rule that any release has is for no release more than the target", {}, {}, []],
  ["a range that ends after all known releases", {}, { versions: "<=0.33.0" }, ["vllm@0.33.1"]],
  ["a range that begins before them", {}, { versions: ">=0.17.0" }, ["vllm@0.0.0"]],
  ["a range of one patch", {}, { versions: "0.19.0" }, ["vllm@0.17.0"]],
  ["a pre-release", {}, { versions: "<0.33.0-rc2 || >=0.33.0" }, ["vllm@0.33.0-rc2"]],
])("%s", (_, before, after, releases) => {
  const pack = {
    pack: "acme/a",
    hook: "vllm_config",
    rules: [{ id: "r", then: [{ log: "info", code: "r", message: "r" }] }],
  } as unknown as Pack;
  const at = parseTarget("vllm@0.19.0")!;
  const [old, now] = [before, after].map((ranged) => ({
    ...linkedOf([{ ...pack, rules: [{ ...pack.rules[0]!, ...ranged }] }]),
    target: at,
  }));
  expect(otherTargets(old!, now!, [at])).toEqual(releases);
});
