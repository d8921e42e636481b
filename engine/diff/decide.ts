import { firstOf } from "../common/must.js";
import type { LinkedPacks } from "../packs/linked.js";
import { reachablePacks, reachableFromStages } from "../packs/reachable-packs.js";
import { budgetOf, isOver, reasonOver, shareOf } from "../solver/budget.js";
import { challengeSameness } from "../solver/challenge/challenge-sameness.js";
import { evaluatorOf } from "../solver/encode/encode-program.js";
import { termsBetween, termsFor, termsOpened } from "../solver/terms-for.js";
import { isNamed } from "../solver/encode/behavior.js";
import { bound, type Prover } from "../solver/prover.js";
import { leavingSchema } from "../solver/encode/leaving-schema.js";
import { Answered } from "./answered.js";
import { isSamePart, type Sameness } from "./same-part.js";
import { concernedBy, type Concerned } from "../solver/encode/surroundings.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import type { Terms } from "../solver/terms.js";
import { answers, comparison, timeOverIn, unasked, unmasked, type Asking, type Comparison } from "./answers.js";
import type { Decide, Decision } from "./decision.js";
import type { PackDifference } from "./differing-packs.js";
import { aspectKey, type Versions } from "./behavior-of-versions.js";
import { aloneScope, architecturesOf, aroundStages, besides, setScope, type Sides } from "./scopes.js";

/** A question about more rules takes minutes to encode. */
const mostRules = 60;

/** Fraction of the time to spend on whether the difference is observable at all, before asking the whole question. */
const partOfTime = 0.5;

/**
 * Decides differences with a solver, for the packs of a comparison one after another, `packs` in total. `seconds` is
 * the limit for a pack, within its share of the prover's remaining budget; `answered` has answers from other releases.
 * First asks whether the difference is observable in any state (see {@link isSamePart}); otherwise compares whole
 * evaluations of the set for the architectures that the pack matches in either version: for all others, neither version
 * runs it.
 */
export function decideWith(
  prover: Prover,
  { before, after }: Pick<Versions, "before" | "after">,
  seconds: number,
  packs = 1,
  answered = new Answered(),
): Decide {
  let left = packs;
  return async function* (pack, versions, isShown) {
    const share = shareOf(prover.budget, 1 / Math.max(left--, 1));
    const budget = { ...share, end: Math.min(share.end, budgetOf(seconds).end) };
    const asking: Asking = { prover: prover.within(budget), versions, isShown, seconds };
    try {
      const [old, now] = [before, after].map((linked) => reachableFromStages(linked, [pack.pack])) as [
        LinkedPacks,
        LinkedPacks,
      ];
      yield* decideOne(asking, pack, answered, old, now);
    } catch (error) {
      const reason = reasonOver(error);
      if (reason === null) throw error;
      yield unasked(isOver(budget) ? timeOverIn(seconds) : reason);
    }
  };
}

async function* decideOne(
  asking: Asking,
  pack: PackDifference,
  answered: Answered,
  before: LinkedPacks,
  after: LinkedPacks,
): AsyncGenerator<Decision> {
  const { prover, versions } = asking;
  const aside = prover.within(shareOf(prover.budget, partOfTime));
  const reaching = (name: string) => [before, after].map((linked) => reachablePacks(linked, [name]));
  const left = [before, after].map((linked) => leavingSchema(linked));
  const same = await answered.sameness(answered.keyOf([pack, left], ...reaching(pack.pack)), () =>
    sameness(aside, pack, before, after),
  );
  if (same !== null) return yield* same === "all" ? [] : [{ kind: "ledger" } as const];
  const { alone } = versions;
  if (alone !== null) {
    const makeTerms = (...sides: Sides) => bound(prover, termsFor(...sides));
    const ask = (asked: Asking) => answers(asked, byItself(alone, before, after, makeTerms));
    return yield* answered.once(answered.keyOf([pack], ...reaching(alone)), asking, ask);
  }
  const own = architecturesOf(pack, before, after);
  const inSet = (sides: Sides): Comparison => {
    const terms = bound(prover, termsFor(...sides));
    return comparison(
      terms,
      setScope(terms, sides, pack, own),
      pack.kind === "set" ? [...sides[0].packs.keys(), ...sides[1].packs.keys()] : [pack.pack],
    );
  };
  const all: Sides = [besides(before, pack.pack, own), besides(after, pack.pack, own)];
  const around = pack.kind === "pack" && isRunAlike(pack) ? concerned(prover, pack, all) : null;
  const near: Sides =
    pack.kind === "set" || pack.isElsewhere
      ? aroundStages(before, after)
      : around === null
        ? all
        : [around[0].linked, around[1].linked];
  const smaller = around === null ? null : opened(prover, around);
  const fewer = smaller?.sides ?? null;
  const isPartial = !fits(near) && fewer !== null && fits(fewer);
  if (!fits(near) && !isPartial) return yield notAsked;
  const { isNear, keys } = yield* answered.once(
    answered.keyOf([pack, own === null ? null : [...own], isPartial, smaller?.fields], ...near, ...(fewer ?? [])),
    asking,
    async function* (asked) {
      const whole = inSet(isPartial && fewer !== null ? fewer : near);
      // Remaining differences are asked and reported with the pack that changed.
      const isTold = pack.status === "runs-changed" && whole.differences.some(({ aspect }) => asked.isShown(aspect));
      const differences = isTold ? whole.differences.filter(({ aspect }) => isNamed(aspect)) : whole.differences;
      const small =
        smaller === null ? null : comparison(smaller.terms, setScope(smaller.terms, smaller.sides, pack, own), []);
      return {
        isNear: yield* unmasked(answers(asked, { ...whole, differences }, small, isPartial), versions),
        keys: new Set(differences.map(({ aspect }) => aspectKey(aspect))),
      };
    },
  );
  if (isNear || near === all) return;
  if (!fits(all)) return yield notAsked;
  // Differences that it does not contribute to are reported with the packs that do.
  const whole = inSet(all);
  yield* answers(
    asking,
    isRunAlike(pack)
      ? { ...whole, differences: whole.differences.filter(({ aspect }) => keys.has(aspectKey(aspect))) }
      : whole,
  );
}

/** Compares a pack that no other includes, over all documents. */
function byItself(
  pack: string,
  ...[before, after, makeTerms]: readonly [...Sides, (...sides: Sides) => Terms]
): Comparison {
  const [old, now] = [reachablePacks(before, [pack]), reachablePacks(after, [pack])];
  const terms = makeTerms(old, now);
  return comparison(terms, aloneScope(terms, old, now, pack), [pack]);
}

/**
 * Determines what a pack has in common in every state. A pack that only includes changed ones is equal if each of these
 * is: one after another, they can be substituted wherever it runs them.
 */
async function sameness(
  prover: Prover,
  { kind, status, pack, isElsewhere, includes }: PackDifference,
  ...sides: Sides
): Promise<Sameness> {
  const isInBoth = sides.every(({ packs }) => packs.has(pack));
  if (kind === "set" || isElsewhere || !isInBoth || isRefuted(pack, ...sides)) return null;
  let least: Sameness = "all";
  for (const name of status === "runs-changed" ? includes : [pack]) {
    const found = await isSamePart(prover, sides, name);
    if (found === null) return null;
    if (found === "behavior") least = found;
  }
  return least;
}

/** Whether random documents tell the two versions of a pack apart, so that there is nothing to prove. */
function isRefuted(pack: string, ...programs: Sides): boolean {
  const [before, after] = programs.map((linked) => ({
    evaluate: evaluatorOf(reachablePacks(linked, [pack]), { pack }),
  })) as [Pick<SymbolicRun, "evaluate">, Pick<SymbolicRun, "evaluate">];
  return challengeSameness({ before, after, programs, packs: [pack], isMeant: () => true }) !== null;
}

function concerned(prover: Prover, { pack }: PackDifference, [before, after]: Sides): readonly [Concerned, Concerned] {
  const terms = (...sides: Sides) => bound(prover, termsBetween([before, after], ...sides));
  const fields = byItself(pack, before, after, terms).differences.flatMap(({ aspect: { kind, name } }) =>
    kind === "field" ? [name] : [],
  );
  return [concernedBy(before, pack, fields), concernedBy(after, pack, fields)];
}

/** Prepares a smaller question for the same differences, over a superset of documents; null if impossible. */
function opened(prover: Prover, [before, after]: readonly [Concerned, Concerned]) {
  const fields = [before, after].flatMap(({ opened: paths }) => paths);
  if (fields.length === 0) return null;
  const sides: Sides = [before.fewer, after.fewer];
  const terms = bound(prover, termsOpened(fields, ...sides));
  return terms.isComplete ? { fields, sides, terms } : null;
}

/** The reason if too many packs would be involved. */
const notAsked = unasked("other differences in combination with other packs were not checked");

/** Whether the number of rules allows the question; a pack alone is always asked, until time runs out. */
const fits = (sides: Sides): boolean =>
  sides.every(
    ({ packs }) => packs.size < 2 || [...packs.values()].reduce((sum, { rules }) => sum + rules.length, 0) <= mostRules,
  );

/** Whether both versions run the pack for the same documents if they have it, so it can be compared alone. */
function isRunAlike({ kind, isElsewhere, parts }: PackDifference): boolean {
  const where = (path: string) => ["match", "hook", "versions"].includes(firstOf(path.split(".")));
  return kind === "pack" && !isElsewhere && !parts.some(({ path }) => where(path));
}
