import { fromMap, itemAt } from "../common/must.js";
import { architecturesFor } from "../packs/architectures.js";
import type { LinkedPacks } from "../packs/linked.js";
import { architecture, encodeProgram, isOne } from "../solver/encode/encode-program.js";
import type { Scope } from "../solver/encode/behavior.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import type { Terms } from "../solver/terms.js";
import { writesArchitecture } from "../solver/encode/surroundings.js";
import { doMeet, touchesOf, type Touches } from "../solver/encode/touches.js";
import { reachablePacks } from "../packs/reachable-packs.js";
import type { PackDifference } from "./differing-packs.js";

/** A pack alone, over all documents. */
export function aloneScope(terms: Terms, before: LinkedPacks, after: LinkedPacks, pack: string): Scope {
  const encode = (linked: LinkedPacks) => {
    const stages = linked.packs.has(pack) ? [{ kind: "pack", pack, architectures: null, when: null } as const] : [];
    return encodeProgram(terms, linked, { stages });
  };
  return { before: encode(before), after: encode(after) };
}

/** Both versions of linked packs: base and head. */
export type Sides = readonly [before: LinkedPacks, after: LinkedPacks];

/** Restricts a set to some of its packs, with the stages that run them. */
function withStages(linked: LinkedPacks, isKept: (stage: Stage, pack: string) => boolean): LinkedPacks {
  const stages = linked.stages.flatMap((stage): readonly Stage[] => {
    if (stage.kind === "pack") return isKept(stage, stage.pack) ? [stage] : [];
    return [{ ...stage, packs: new Map([...stage.packs].filter(([, name]) => isKept(stage, name))) }];
  });
  return { ...reachablePacks(linked, stages.flatMap(namesOf)), stages };
}

type Stage = LinkedPacks["stages"][number];
const namesOf = (stage: Stage): readonly string[] => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]);

/**
 * Restricts two sets to the stages between their common prefix and suffix, and the packs that interact with those. The
 * effects of a pack that only one version has are reported with that pack.
 */
export function aroundStages(...sides: Sides): Sides {
  const differing = differingStages(...sides);
  const { alias } = sides[1].engine;
  const all = sides.flatMap((linked, side) =>
    linked.stages.flatMap((stage) =>
      namesOf(stage).map((name) => ({
        stage,
        name,
        isDiffering: itemAt(differing, side).has(stage),
        touches: touchesIn(linked, stage, name),
      })),
    ),
  );
  const kept = new Set(all.filter(({ isDiffering }) => isDiffering));
  // Transitive closure of interactions: a write between two packs may be overwritten after them.
  for (let size = -1; size < kept.size; ) {
    size = kept.size;
    for (const entry of all)
      if (!kept.has(entry) && [...kept].some(({ touches }) => doMeet(touches, entry.touches, alias))) kept.add(entry);
  }
  const isKept = (stage: Stage, name: string) =>
    [...kept].some((entry) => entry.stage === stage && entry.name === name);
  return [withStages(sides[0], isKept), withStages(sides[1], isKept)];
}

/** The packs of stages between those that two sets begin and end with alike. */
export function packsOfDifferingStages(...sides: Sides): ReadonlySet<string> {
  return new Set(differingStages(...sides).flatMap((stages) => [...stages].flatMap(namesOf)));
}

/** For each of two sets, the stages between those that both begin and end with alike. */
function differingStages(...sides: Sides): readonly ReadonlySet<Stage>[] {
  const isInBoth = (stage: Stage) => stage.kind === "dispatch" || sides.every(({ packs }) => packs.has(stage.pack));
  const [old, now] = sides.map(({ stages }) => stages.filter(isInBoth)) as unknown as [
    readonly Stage[],
    readonly Stage[],
  ];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && runAlike(itemAt(old, start), itemAt(now, start))) start++;
  let end = 0;
  while (end < shorter - start && runAlike(itemAt(old, old.length - 1 - end), itemAt(now, now.length - 1 - end))) end++;
  return [old, now].map((stages) => new Set(stages.slice(start, stages.length - end)));
}

/** Whether two stages run the same. Dispatch by architecture is compared pack by pack. */
export function runAlike(one: Stage, other: Stage): boolean {
  if (one.kind === "pack" && other.kind === "pack")
    return one.pack === other.pack && JSON.stringify(one.when) === JSON.stringify(other.when);
  return one.kind === other.kind && namesOf(one).some((name) => namesOf(other).includes(name));
}

function touchesIn(linked: LinkedPacks, stage: Stage, name: string): Touches {
  return touchesOf(linked, fromMap(linked.packs, name).rules, stage.kind === "pack" ? stage.when : null);
}

/**
 * Compares packs and their stages over documents of the architectures that a pack matches, or of all if it matches any.
 * For a pack that only includes changed ones, over documents that reach it.
 */
export function setScope(
  terms: Terms,
  sides: Sides,
  { pack, status }: PackDifference,
  own: ReadonlySet<string> | null,
): Scope {
  const [before, after] = sides.map((linked) => encodeProgram(terms, linked, linked)) as [SymbolicRun, SymbolicRun];
  const reached = [before, after].flatMap(({ rules }) =>
    rules.flatMap((rule) => (rule.pack.name === pack ? [rule.reached] : [])),
  );
  const isMeant = terms.and(
    own === null ? terms.yes : isOne(terms, architecture(terms, terms.document), own),
    status === "runs-changed" ? terms.or(...reached) : terms.yes,
  );
  const meant = (run: SymbolicRun): SymbolicRun => ({ ...run, given: terms.and(run.given, isMeant) });
  return { before: meant(before), after: meant(after) };
}

/** Removes packs that no document for the given pack reaches. */
export function besides(linked: LinkedPacks, pack: string, architectures: ReadonlySet<string> | null): LinkedPacks {
  if (architectures === null) return linked;
  const isMeant = (architecture: string) => architectures.has(architecture);
  const stages = linked.stages
    .filter(
      (stage) => stage.kind === "dispatch" || stage.architectures === null || [...stage.architectures].some(isMeant),
    )
    .map((stage) => narrowed(stage, isMeant));
  return { ...reachablePacks(linked, [pack, ...stages.flatMap(namesOf)]), stages };
}

/** Removes the dispatch of other architectures from a stage. */
function narrowed(
  stage: LinkedPacks["stages"][number],
  isMeant: (architecture: string) => boolean,
): LinkedPacks["stages"][number] {
  return stage.kind === "pack"
    ? stage
    : { ...stage, packs: new Map([...stage.packs].filter(([architecture]) => isMeant(architecture))) };
}

/**
 * The architectures that a pack matches in either version; null if it matches any, or if rules write the architecture,
 * so that a document's initial architecture is irrelevant.
 */
export function architecturesOf(
  { kind, pack: name }: PackDifference,
  before: LinkedPacks,
  after: LinkedPacks,
): ReadonlySet<string> | null {
  if (kind === "set" || [before, after].some(writesArchitecture)) return null;
  const found = [before, after].flatMap(({ packs, target }) => {
    const there = packs.get(name);
    return there === undefined ? [] : [architecturesFor(there.pack, target)];
  });
  return found.includes(null) ? null : new Set(found.flatMap((names) => names ?? []));
}
