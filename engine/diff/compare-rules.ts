import type { JsonObject } from "../common/json.js";
import { shareTasks, type HelperThread } from "../common/helper-threads.js";
import { fromMap, itemAt, must } from "../common/must.js";
import type { Progress } from "../common/progress.js";
import type { Program } from "../workspace/load-program.js";
import type { Limits } from "../solver/challenge/challenge.js";
import { compareFleet, type FleetComparison } from "./compare-fleet.js";
import type { Aspect } from "../solver/encode/behavior.js";
import { unconfirmed } from "../solver/prover.js";
import { differingPacks, type PackDifference } from "./differing-packs.js";
import { effectOf, type Effect } from "./effects.js";
import { aspectKey, differencesOf, type Versions } from "./behavior-of-versions.js";
import { isOver, unlimited, type Budget } from "../solver/budget.js";
import type { OldNames } from "./renamed-packs.js";
import { searchAtRandom } from "./search-at-random.js";
import { searchWitnesses } from "./search-witnesses.js";
import type { Decide, Decision } from "./decision.js";
import { versionsOf } from "./versions.js";

/** `same` is proved of all behavior and the ledger; `same-apart-from-ledger` of behavior only. */
export type Verdict = "same" | "same-apart-from-ledger" | "differs" | "not-proved";

export interface ComparedPack extends PackDifference, Comparison {}

/** What a comparison finds out about a pack that differs. */
interface Comparison {
  readonly effects: readonly (Effect & { readonly fleet: readonly string[] })[];
  readonly unproved: readonly Extract<Decision, { kind: "unproved" }>[];
  readonly verdict: Verdict;
}

export interface ComparedRules {
  readonly packs: readonly ComparedPack[];
  readonly fleet: FleetComparison | null;
}

export interface CompareOptions {
  readonly decide: Decide;
  readonly fleet: AsyncIterable<{ readonly name: string; readonly document: JsonObject }> | null;
  /** When to stop searching; earlier findings count. */
  readonly budget?: Budget;
  /** Packs that have their new names in both versions. */
  readonly oldNames?: OldNames;
  /** Threads that compare packs as `compareOne` does. */
  readonly helpers?: readonly HelperThread[];
  readonly show: Progress;
}

/** Compares two versions of a rule set, pack by pack. */
export async function compareRules(
  before: Program,
  after: Program,
  { decide, fleet: given, oldNames, budget = unlimited, helpers = [], show }: CompareOptions,
): Promise<ComparedRules> {
  const packs = differingPacks(before.linked, after.linked, oldNames);
  const whole = versionsOf(before, after, null);
  const fleet =
    given === null ? null : await compareFleet(given, whole, (count) => show(`${count} documents in the fleet`));
  const compared = await shareTasks(
    [...packs.keys()],
    helpers,
    [(index) => compareOne(itemAt(packs, index), packs, before, after, { decide, budget }, fleet)],
    (index) => show(`${itemAt(packs, index).pack} (${index + 1} of ${packs.length})`, index / packs.length),
  );
  return { packs: packs.map((pack, index) => ({ ...pack, ...fromMap(compared, index) })), fleet };
}

/** Compares a pack by its index among those that differ, without a fleet: the tasks of a helper thread. */
export function comparisonsOf(
  before: Program,
  after: Program,
  { decide, oldNames, budget = unlimited }: Pick<CompareOptions, "decide" | "oldNames" | "budget">,
): (index: number) => Promise<unknown> {
  const packs = differingPacks(before.linked, after.linked, oldNames);
  return (index) => compareOne(itemAt(packs, index), packs, before, after, { decide, budget }, null);
}

const compareOne = (
  pack: PackDifference,
  packs: readonly PackDifference[],
  before: Program,
  after: Program,
  options: Parameters<typeof comparePack>[3],
  fleet: FleetComparison | null,
): Promise<Comparison> => comparePack(pack, packs, versionsOf(before, after, pack), options, fleet);

async function comparePack(
  pack: PackDifference,
  packs: readonly PackDifference[],
  versions: Versions,
  { decide, budget }: { readonly decide: Decide; readonly budget: Budget },
  fleet: FleetComparison | null,
): Promise<Comparison> {
  const effects: Effect[] = [];
  const unproved: Extract<Decision, { kind: "unproved" }>[] = [];
  const isShown = (aspect: Aspect) =>
    effects.some(({ outcome }) => outcome.some((entry) => aspectKey(entry) === aspectKey(aspect)));
  const add = (document: JsonObject, aspect: Aspect): boolean => {
    const found = isShown(aspect) ? null : effectOf(document, aspectKey(aspect), pack.pack, versions, packs);
    if (found !== null) effects.push(found);
    return found !== null;
  };
  // A pack that only includes a changed one does not differ by itself.
  const isAlone =
    pack.status !== "runs-changed" && packs.every((other) => other === pack || other.status === "runs-changed");
  const search = (limits: Limits): void => {
    for (const { document, differences } of searchAtRandom(pack, versions, isAlone, limits)) {
      if (isOver(budget)) return;
      for (const aspect of differences) add(document, aspect);
    }
  };
  const isLate = () => isOver(budget);
  for (const found of searchWitnesses(pack, versions, isLate))
    if (found.kind === "different") add(found.document, found.aspect);
  search({ documents: 300 });
  let isLedgerOpen = false;
  for await (const decision of decide(pack, versions, isShown)) {
    if (decision.kind === "unproved") unproved.push(decision);
    if (decision.kind === "ledger") isLedgerOpen = true;
    if (decision.kind === "different" && !add(decision.document, decision.aspect)) {
      const shown = differencesOf(decision.document, versions);
      for (const other of shown) add(decision.document, other);
      if (shown.length === 0)
        unproved.push({
          kind: "unproved",
          aspect: decision.aspect,
          reason: unconfirmed(decision.document).reason,
          file: null,
          line: null,
        });
    }
  }
  for (const { differences, packs: ran } of fleet?.touched ?? []) {
    for (const aspect of ran.has(pack.pack) ? differences : [])
      add(must(fleet?.samples.get(`${pack.pack} ${aspectKey(aspect)}`), "the sample"), aspect);
  }
  // If the solver gives up, a longer search may still find a difference.
  if (effects.length === 0 && unproved.length > 0) search({ documents: 3000, milliseconds: 2000 });
  const named = effects
    .filter((effect) => !effects.some((other) => followsFrom(effect, other)))
    .toSorted((left, right) => rank(left) - rank(right))
    .map((effect) => ({ ...effect, fleet: touchedBy(effect, pack, fleet) }));
  const open = unproved.filter(({ aspect }) => aspect === null || !isShown(aspect));
  return {
    effects: named,
    unproved: open,
    verdict:
      effects.length > 0
        ? "differs"
        : open.length > 0
          ? "not-proved"
          : isLedgerOpen
            ? "same-apart-from-ledger"
            : "same",
  };
}

/**
 * Whether an effect follows from another: if an evaluation now fails earlier, or no longer does, its next failure is a
 * consequence.
 */
function followsFrom({ outcome }: Effect, other: Effect): boolean {
  const [shown, ...more] = other.outcome;
  if (shown === undefined || outcome.length < 2 || more.length > 0 || !outcome.every(({ kind }) => kind === "failure"))
    return false;
  return outcome.some(
    ({ kind, name, before, after }) =>
      kind === shown.kind &&
      name === shown.name &&
      (before === undefined) === (shown.before === undefined) &&
      (after === undefined) === (shown.after === undefined),
  );
}

/**
 * Ranks effects: last those that fail in both versions, and failures of documents that lack a section, which every
 * deployment has.
 */
function rank({ outcome: [first], fails }: Effect): number {
  return fails !== null ? 2 : first !== undefined && isOfEngine(first) ? 1 : 0;
}

/** A failure of the engine rather than of a rule. */
function isOfEngine({ kind, name }: Aspect): boolean {
  return kind === "failure" && name.startsWith("fettle/");
}

function touchedBy(
  { outcome }: Effect,
  { kind, pack }: PackDifference,
  fleet: FleetComparison | null,
): readonly string[] {
  const keys = new Set(outcome.map(aspectKey));
  const isMeant = (ran: ReadonlySet<string>) => kind === "set" || ran.has(pack);
  return (fleet?.touched ?? [])
    .filter(({ differences, packs }) => isMeant(packs) && differences.some((entry) => keys.has(aspectKey(entry))))
    .map(({ name }) => name);
}
