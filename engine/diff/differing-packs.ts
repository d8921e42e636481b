import type { Json } from "../common/json.js";
import { fromMap, must } from "../common/must.js";
import type { RuleSet } from "../generated/set.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import type { Read } from "../packs/read-packs.js";
import { holdsFor } from "../packs/target.js";
import { reachableFrom } from "../packs/reachable-packs.js";
import { differingParts, type DifferingPart } from "./differing-parts.js";
import { isElsewhere, type OldNames } from "./renamed-packs.js";
import { differingRules, type RuleDifference } from "./match-rules.js";

/** A changed pack or set, or a pack that includes a changed one. */
export interface PackDifference {
  readonly kind: "pack" | "set";
  readonly pack: string;
  readonly file: string | null;
  readonly status: "added" | "removed" | "changed" | "renamed" | "runs-changed";
  /** The old name of a renamed pack, which has its new name in the base version, too. */
  readonly was: string | null;
  /** Whether a renamed pack has moved in execution order. */
  readonly isElsewhere: boolean;
  /** The changed packs that it includes, transitively. */
  readonly includes: readonly string[];
  readonly rules: readonly RuleDifference[];
  readonly parts: readonly DifferingPart[];
}

/**
 * Finds textual differences of two versions, by name, sets first. A pack that does not apply to the target counts as
 * absent.
 */
export function differingPacks(
  before: LinkedPacks,
  after: LinkedPacks,
  oldNames: OldNames = new Map(),
): readonly PackDifference[] {
  const names = [...new Set([...before.packs.keys(), ...after.packs.keys()])].sort();
  const own = names.flatMap((name) => {
    const was = oldNames.get(name) ?? null;
    return comparePack(activePack(before, name), activePack(after, name), was).map((entry) => ({
      ...entry,
      isElsewhere: was !== null && isElsewhere(name, before, after),
    }));
  });
  const differing = new Set(own.map(({ pack }) => pack));
  const found = new Map(
    own.map((entry) => [entry.pack, { ...entry, includes: includedOf(entry.pack, before, after, differing) }]),
  );
  for (const name of names) {
    const includes = includedOf(name, before, after, differing);
    if (found.has(name) || includes.length === 0) continue;
    const file = (after.packs.get(name) ?? fromMap(before.packs, name)).file;
    found.set(name, {
      kind: "pack",
      pack: name,
      file,
      status: "runs-changed",
      was: null,
      isElsewhere: false,
      includes,
      rules: [],
      parts: [],
    });
  }
  return [...differingSets(before, after), ...names.flatMap((name) => found.get(name) ?? [])];
}

function activePack({ packs, target }: LinkedPacks, name: string): LinkedPack | null {
  const pack = packs.get(name);
  return pack !== undefined && holdsFor(pack.pack.versions, target) ? pack : null;
}

function comparePack(
  before: LinkedPack | null,
  after: LinkedPack | null,
  was: string | null,
): readonly Omit<PackDifference, "isElsewhere">[] {
  if (before === null || after === null) {
    const there = before ?? after;
    if (there === null) return [];
    const status = before === null ? "added" : "removed";
    const rules = there.rules.map(({ rule, at }): RuleDifference => {
      const line = there.source.locate(at)?.line ?? null;
      const lines = status === "added" ? { line, lineBefore: null } : { line: null, lineBefore: line };
      return { kind: status, rule: rule.id, was: null, isMoved: false, ...lines, parts: [] };
    });
    return [{ kind: "pack", pack: there.name, file: there.file, status, was: null, includes: [], rules, parts: [] }];
  }
  const rules = differingRules(before, after);
  const parts = differingParts(outside(before), outside(after));
  if (rules.length === 0 && parts.length === 0 && was === null) return [];
  return [
    {
      kind: "pack",
      pack: after.name,
      file: after.file,
      status: was === null ? "changed" : "renamed",
      was,
      includes: [],
      rules,
      parts,
    },
  ];
}

/** The parts of a pack other than its rules. */
function outside({ pack, source }: LinkedPack) {
  const { rules: _, $schema: _schema, ...rest } = pack;
  return { value: rest as unknown as Json, source, at: "" };
}

function includedOf(
  name: string,
  before: LinkedPacks,
  after: LinkedPacks,
  wanted: ReadonlySet<string>,
): readonly string[] {
  const reached = new Set([...reachableFrom([name], before), ...reachableFrom([name], after)]);
  return [...wanted].filter((other) => other !== name && reached.has(other));
}

function differingSets(before: LinkedPacks, after: LinkedPacks): readonly PackDifference[] {
  const [old, now] = [chainOf(before), chainOf(after)];
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((name): PackDifference[] => {
    const [left, right] = [old.get(name), now.get(name)];
    const any = must(right ?? left, "the set");
    const parts = differingParts(standing(left, any), standing(right, left ?? any));
    if (parts.length === 0) return [];
    const status = left === undefined ? "added" : right === undefined ? "removed" : "changed";
    return [
      {
        kind: "set",
        pack: name,
        file: any.file,
        status,
        was: null,
        isElsewhere: false,
        includes: [],
        rules: [],
        parts,
      },
    ];
  });
}

function standing(set: Read<RuleSet> | undefined, other: Read<RuleSet>) {
  return { value: set?.content as unknown as Json | undefined, source: (set ?? other).source, at: "" };
}

/** The set that runs, and those it extends. */
function chainOf({ set, read }: LinkedPacks): ReadonlyMap<string, Read<RuleSet>> {
  const sets = new Map(read.sets.map((entry) => [entry.content.set, entry]));
  const chain = new Map<string, Read<RuleSet>>();
  for (let name: string | undefined = set; name !== undefined; ) {
    const found: Read<RuleSet> | undefined = sets.get(name);
    if (found === undefined) break;
    chain.set(name, found);
    name = found.content.extends;
  }
  return chain;
}
