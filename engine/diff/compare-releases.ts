import type { Progress } from "../common/progress.js";
import { FettleError } from "../common/diagnostic.js";
import { inSlots } from "../common/in-slots.js";
import { itemAt } from "../common/must.js";
import { Answered } from "./answered.js";
import { budgetOf, isOver, shareOf, type Budget } from "../solver/budget.js";
import type { Prover } from "../solver/prover.js";
import { solversTogether } from "../solver/solvers-together.js";
import type { Differed, DifferedPack, Effect } from "./differed.js";
import type { OldNames } from "./renamed-packs.js";
import { programOf, type Loaded, type Program } from "../workspace/load-program.js";
import { compareSides, type CompareSidesOptions } from "./compare-sides.js";
import type { RuleSetVersion } from "../workspace/rule-set-version.js";
import { targetText } from "../packs/target.js";
import { byPlaces } from "./unproved-places.js";

/** Base and head, loaded for one release. */
export interface Pair {
  readonly base: Program;
  readonly head: Program;
}

/** Differences at the target and wherever the rules differ; and the compared programs, by target. */
export interface ComparedReleases {
  readonly differed: Differed;
  readonly pairs: ReadonlyMap<string, Pair>;
}

/**
 * Compares two versions at their targets, and at one release for each other choice of rules by the version ranges of
 * either, so that the verdict covers every release. If the user chose a target, compares only there. @throws
 * FettleError
 */
export async function compareReleases(
  base: RuleSetVersion,
  head: RuleSetVersion,
  options: Omit<CompareSidesOptions, "openProver" | "oldNames" | "answered">,
): Promise<ComparedReleases> {
  const [named, oldNames] = await withHeadNames(base, head);
  return compareNamed(named, head, { ...options, oldNames });
}

/** The base version with head's names of packs that were renamed. */
export async function withHeadNames(
  base: RuleSetVersion,
  head: RuleSetVersion,
): Promise<readonly [RuleSetVersion, OldNames]> {
  const { renamedPacks } = await import("./renamed-packs.js");
  const oldNames = renamedPacks(base.program.linked, head.program.linked);
  return [oldNames.size === 0 ? base : await withNames(base, oldNames), oldNames];
}

/** The base version with the new pack names. */
async function withNames(side: RuleSetVersion, oldNames: OldNames): Promise<RuleSetVersion> {
  const { withNewNames } = await import("./renamed-packs.js");
  const named = ({ linked }: Program): Program => programOf(withNewNames(linked, oldNames));
  const load = async (target: string): Promise<Loaded> => {
    const { program, diagnostics } = await side.load(target);
    return { program: program === null ? null : named(program), diagnostics };
  };
  return { ...side, program: named(side.program), load };
}

async function compareNamed(
  base: RuleSetVersion,
  head: RuleSetVersion,
  options: Omit<CompareSidesOptions, "openProver" | "answered">,
): Promise<ComparedReleases> {
  const opened = new Map<number, Promise<Prover>>();
  const budget = budgetOf(options.seconds);
  const openProver = (slot: number): Promise<Prover> => {
    const known = opened.get(slot);
    if (known !== undefined) return known;
    const prover = import("../solver/prover.js").then((module) => module.openProver({ budget }));
    opened.set(slot, prover);
    return prover;
  };
  try {
    return await compareEach(base, head, { ...options, answered: new Answered(), openProver }, budget);
  } finally {
    await Promise.all([...opened.values()].map(async (prover) => (await prover).close()));
  }
}

async function compareEach(
  base: RuleSetVersion,
  head: RuleSetVersion,
  { openProver, ...options }: Omit<CompareSidesOptions, "openProver"> & { openProver(slot: number): Promise<Prover> },
  budget: Budget,
): Promise<ComparedReleases> {
  const isPinned = base.isPinned || head.isPinned;
  const others = isPinned ? [] : await otherReleases(base, head);
  const openFor = (slot: number, left: number) => async () =>
    (await openProver(slot)).within(shareOf(budget, left === 1 ? 1 : leastShare));
  const own = targetText(head.program.linked.target);
  const pairs = new Map<string, Pair>([[own, { base: base.program, head: head.program }]]);
  const shares = Array.from({ length: others.length + 1 }, () => 0);
  /** Reports the progress of one comparison as a part of all. */
  const showPart =
    (index: number, label: string): Progress =>
    (step, done = 0) => {
      shares[index] = done;
      options.show(label + step, shares.reduce((sum, share) => sum + share) / shares.length);
    };
  const atTargets = async (slot: number) => {
    const openProver = openFor(slot, others.length + 1);
    // Several releases have their solvers, and share what they find out.
    const repeatable = others.length === 0 ? options.repeatable : undefined;
    const found = await compareSides(base, head, { ...options, show: showPart(0, ""), openProver, repeatable });
    shares[0] = 1;
    return found;
  };
  if (isPinned) return { differed: await atTargets(0), pairs };
  const compareAt = async (target: string, slot: number, left: number): Promise<Differed> => {
    const [old, now] = await Promise.all([loadAt(base, target), loadAt(head, target)]);
    if (!pairs.has(target)) pairs.set(target, { base: old, head: now });
    const place = others.indexOf(target) + 1;
    const isLate = isOver(budget);
    const found = await compareSides(
      { ...base, program: old },
      { ...head, program: now },
      {
        ...options,
        ...{ fleet: [], repeatable: undefined, show: showPart(place, `${target}: `), openProver: openFor(slot, left) },
      },
    );
    shares[place] = 1;
    return isLate ? unaskedAt(found, target) : found;
  };
  const tasks = [
    atTargets,
    ...others.map((target, index) => (slot: number) => compareAt(target, slot, others.length - index)),
  ];
  const [first, ...found] = await inSlots(tasks, solversTogether());
  let differed: Differed = { ...(first as Differed), isEveryRelease: true };
  for (const [index, other] of found.entries()) differed = merge(differed, other, others[index] as string);
  return { differed, pairs };
}

/** Maximum fraction of the remaining time for the comparison at one release while others are pending. */
const leastShare = 0.5;

async function otherReleases(base: RuleSetVersion, head: RuleSetVersion): Promise<readonly string[]> {
  const { otherTargets } = await import("./other-targets.js");
  const compared =
    targetText(base.program.linked.target) === targetText(head.program.linked.target)
      ? [head.program.linked.target]
      : [];
  return otherTargets(base.program.linked, head.program.linked, compared);
}

/** Adds the release to questions that were not asked. */
function unaskedAt(differed: Differed, target: string): Differed {
  const packs = differed.packs.map((pack) => ({
    ...pack,
    unproved: pack.unproved.map((entry) => ({ ...entry, reason: `at ${target}: ${entry.reason}` })),
  }));
  return { ...differed, packs };
}

async function loadAt(side: RuleSetVersion, target: string): Promise<Program> {
  const { program, diagnostics } = await side.load(target);
  if (program === null)
    throw new FettleError(diagnostics.map((found) => ({ ...found, message: `at ${target}: ${found.message}` })));
  return program;
}

function merge(first: Differed, other: Differed, target: string): Differed {
  const packs = new Map(first.packs.map((pack) => [pack.pack, pack]));
  for (const pack of other.packs) {
    const known = packs.get(pack.pack) ?? { ...pack, effects: [], unproved: [], verdict: "same" as const };
    packs.set(pack.pack, mergePack(known, pack, target));
  }
  return { ...first, alsoAt: [...first.alsoAt, target], packs: [...packs.values()].sort(byKind) };
}

const byKind = (left: DifferedPack, right: DifferedPack): number =>
  left.kind === right.kind ? (left.pack < right.pack ? -1 : 1) : left.kind === "set" ? -1 : 1;

const worst = ["same", "same-apart-from-ledger", "same-apart-from-codes", "not-proved", "differs"] as const;

function mergePack(known: DifferedPack, other: DifferedPack, target: string): DifferedPack {
  const keyOf = ({ outcome }: Effect) => JSON.stringify(outcome);
  const effects = new Map(known.effects.map((effect) => [keyOf(effect), effect]));
  for (const effect of other.effects) {
    const same = effects.get(keyOf(effect));
    if (same === undefined) effects.set(keyOf(effect), { ...effect, at: [target] });
    else if (same.at.length > 0) effects.set(keyOf(effect), { ...same, at: [...same.at, target] });
  }
  const verdict = itemAt(worst, Math.max(worst.indexOf(known.verdict), worst.indexOf(other.verdict)));
  const news = <Entry>(all: readonly Entry[], more: readonly Entry[], keyOf: (entry: Entry) => string) => [
    ...all,
    ...more.filter((entry) => !all.some((own) => keyOf(own) === keyOf(entry))),
  ];
  return {
    ...known,
    rules: news(known.rules, other.rules, ({ rule }) => rule),
    codes: news(known.codes, other.codes, ({ after }) => after),
    parts: news(known.parts, other.parts, ({ path }) => path),
    effects: [...effects.values()],
    unproved: byPlaces([...known.unproved, ...other.unproved]),
    verdict,
  };
}
