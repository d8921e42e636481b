import { jsonEqual, type Json } from "../common/json.js";
import { firstOf, fromMap, itemAt } from "../common/must.js";
import type { Pack, Rule } from "../generated/pack.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { reachableFrom, reachablePacks } from "../packs/reachable-packs.js";
import { behaviorDiffers, ledgersDiffer } from "../solver/encode/behavior.js";
import { isOver, orWhenOver } from "../solver/budget.js";
import { encodeProgram } from "../solver/encode/encode-program.js";
import { termsBetween } from "../solver/terms-for.js";
import { bound, type Prover } from "../solver/prover.js";

type Rules = LinkedPack["rules"];

/** Programs with two versions of a pack. */
type Versions = readonly [before: LinkedPacks, after: LinkedPacks];

/** What two versions have in common: all behavior and the ledger, all behavior, or nothing that was proved quickly. */
export type Sameness = "all" | "behavior" | null;

/**
 * Whether the rules that differ between two versions of a pack, alone or together with their neighbors, are equivalent
 * in every state of an evaluation.
 *
 * Lemma: if two sequences of rules, from any document and any sharing, lead to the same state (document, sharing, logs,
 * failure), one can replace the other wherever it runs, since what comes before does not depend on it, and what comes
 * after depends only on the state. This applies if nothing else differs, including the packs that the rules include.
 */
export async function isSamePart(prover: Prover, versions: Versions, name: string): Promise<Sameness> {
  const [old, now] = versions.map(({ packs }) => packs.get(name)) as [LinkedPack | undefined, LinkedPack | undefined];
  if (old === undefined || now === undefined || !isAllElseSame(versions, name)) return null;
  const isSameRule = comparisonOfRules(old.pack, now.pack);
  const first = sameAtStart(old.rules, now.rules, isSameRule);
  const end = sameAtStart(old.rules.slice(first).toReversed(), now.rules.slice(first).toReversed(), isSameRule);
  const reordered = await isReordered(
    prover,
    versions,
    name,
    old.rules.slice(first, old.rules.length - end),
    now.rules.slice(first, now.rules.length - end),
    isSameRule,
  );
  if (reordered !== null) return reordered;
  const oneByOne = await isSameOneByOne(prover, versions, name, isSameRule);
  if (oneByOne !== null) return oneByOne;
  for (const start of new Set([first, Math.max(first - 1, 0), 0])) {
    for (const more of end === 0 ? [0] : [0, 1]) {
      if (isOver(prover.budget)) return null;
      const found = await leaveTheSame(prover, versions, name, ({ rules }) =>
        rules.slice(start, rules.length - end + more),
      );
      if (found !== null) return found;
    }
  }
  return null;
}

/** Whether each changed rule is equivalent in every state to the one it replaces: a small question for each rule. */
async function isSameOneByOne(
  prover: Prover,
  versions: Versions,
  name: string,
  isSameRule: SameRule,
): Promise<Sameness> {
  const [old, now] = versions.map(({ packs }) => fromMap(packs, name).rules) as [Rules, Rules];
  if (old.length !== now.length) return null;
  const places = [...old.keys()].filter((place) => !isSameRule(itemAt(old, place).rule, itemAt(now, place).rule));
  if (places.length < 2) return null;
  let sameness: Sameness = "all";
  for (const place of places) {
    if (isOver(prover.budget)) return null;
    const found = await leaveTheSame(prover, versions, name, ({ rules }) => rules.slice(place, place + 1));
    if (found === null) return null;
    if (found === "behavior") sameness = found;
  }
  return sameness;
}

/** With more swaps than this, the whole question is smaller. */
const mostSwaps = 2000;

/**
 * Whether the same rules in another order are equivalent in every state: all behavior, except the ledger.
 *
 * Lemma: swapping neighbors transforms one order into the other. If each swapped pair leads to the same state in either
 * order from any state, one can replace the other (see above), so no swap changes the effect of the whole. The swaps
 * are those of a bubble sort: exactly the inverted pairs.
 */
async function isReordered(
  prover: Prover,
  versions: Versions,
  name: string,
  old: Rules,
  now: Rules,
  isSameRule: SameRule,
): Promise<Sameness> {
  const order = old.length === now.length ? placesIn(old, now, isSameRule) : null;
  if (order === null) return null;
  const swapped = order.flatMap((place, index) =>
    order.slice(index + 1).flatMap((other, more) => (other < place ? [[index, index + 1 + more] as const] : [])),
  );
  if (swapped.length === 0 || swapped.length > mostSwaps) return null;
  return orWhenOver<Sameness>(
    async () => {
      const all = reachablePacks(withRules(versions[0], name, old), [name]);
      const terms = bound(prover, termsBetween(versions, all));
      if (!terms.isComplete) return null;
      const encode = (...rules: Rules) => encodeProgram(terms, withRules(all, name, rules), always(name));
      let sameness: Sameness = "all";
      for (let start = 0; start < swapped.length; start += pairsAtOnce) {
        if (isOver(prover.budget)) return null;
        const pairs = swapped.slice(start, start + pairsAtOnce).map(([first, second]) => {
          const [one, other] = [itemAt(old, first), itemAt(old, second)];
          return [encode(one, other), encode(other, one)] as const;
        });
        const { given } = firstOf(pairs)[0];
        const changed = pairs.map(([before, after]) => behaviorDiffers(terms, { before, after }));
        if (!(await prover.isNever(terms, given, terms.or(...changed)))) return null;
        const ledgers =
          sameness === "all" ? pairs.map(([before, after]) => ledgersDiffer(terms, before, after)) : [null];
        const isSameLedger =
          ledgers.every((differs) => differs !== null) && (await prover.isNever(terms, given, terms.or(...ledgers)));
        if (!isSameLedger) sameness = "behavior";
      }
      return sameness;
    },
    () => null,
  );
}

/** Number of pairs for each question: few, so that it stays small. */
const pairsAtOnce = 12;

const always = (pack: string) => ({ stages: [{ kind: "pack", pack, architectures: null, when: null } as const] });

/** Indices of these rules among the same rules in another order; null if they are not the same. */
function placesIn(rules: Rules, others: Rules, isSameRule: SameRule): readonly number[] | null {
  const places = new Map(others.map(({ id }, index) => [id, index]));
  const found = rules.map(({ id, rule }) => {
    const place = places.get(id);
    return place !== undefined && isSameRule(rule, itemAt(others, place).rule) ? place : null;
  });
  return found.every((place) => place !== null) && new Set(found).size === found.length ? found : null;
}

function withRules(linked: LinkedPacks, name: string, rules: Rules): LinkedPacks {
  return { ...linked, packs: new Map(linked.packs).set(name, { ...fromMap(linked.packs, name), rules }) };
}

const isSame = (one: unknown, other: unknown): boolean => jsonEqual(one as Json, other as Json);
const outside = ({ rules: _, ...rest }: Pack) => rest;
const outsideRules = ({ rules: _, facts: __, conditions: ___, ...rest }: Pack) => rest;

type SameRule = (one: Rule, other: Rule) => boolean;

/** Compares rules of two versions of a pack, including the facts and conditions that they refer to. */
function comparisonOfRules(old: Pack, now: Pack): SameRule {
  const definitions = [old, now].flatMap(({ facts = {}, conditions = {} }) => [
    ...Object.entries(facts),
    ...Object.entries(conditions),
  ]);
  const changed = new Set<string>();
  for (const kind of ["facts", "conditions"] as const) {
    for (const key of Object.keys({ ...old[kind], ...now[kind] }))
      if (!isSame(old[kind]?.[key] ?? null, now[kind]?.[key] ?? null)) changed.add(key);
  }
  // Conservative: any occurrence of a name counts as a use.
  const mayUse = (part: unknown) =>
    [...changed].some((key) => JSON.stringify(part).includes(JSON.stringify(key).slice(1, -1)));
  for (let size = -1; size < changed.size; ) {
    size = changed.size;
    for (const [key, definition] of definitions) if (mayUse(definition)) changed.add(key);
  }
  return (one, other) => isSame(one, other) && !mayUse(one);
}

/** Whether, of everything reachable, only the rules of one pack and what they refer to differ. */
function isAllElseSame(versions: Versions, name: string): boolean {
  const [old, now] = versions;
  const reached = new Set(versions.flatMap((linked) => [...reachableFrom([name], linked)]));
  return [...reached].every((other) => {
    const [one, two] = [old.packs.get(other), now.packs.get(other)];
    if (one === undefined || two === undefined) return false;
    if (other === name) return isSame(outsideRules(one.pack), outsideRules(two.pack));
    return (
      isSame(outside(one.pack), outside(two.pack)) &&
      isSame(
        one.rules.map(({ rule }) => rule),
        two.rules.map(({ rule }) => rule),
      )
    );
  });
}

/** Length of the common prefix of rules. */
function sameAtStart(rules: Rules, others: Rules, isSameRule: SameRule): number {
  const first = rules.findIndex(
    ({ rule }, index) => others[index] === undefined || !isSameRule(rule, others[index].rule),
  );
  return first < 0 ? rules.length : first;
}

async function leaveTheSame(
  prover: Prover,
  versions: Versions,
  name: string,
  part: (pack: LinkedPack) => Rules,
): Promise<Sameness> {
  const [old, now] = versions.map((linked) => {
    const pack = fromMap(linked.packs, name);
    return reachablePacks(withRules(linked, name, part(pack)), [name]);
  }) as [LinkedPacks, LinkedPacks];
  return orWhenOver<Sameness>(
    async () => {
      const terms = bound(prover, termsBetween(versions, old, now));
      if (!terms.isComplete) return null;
      const [run, other] = [old, now].map((linked) => encodeProgram(terms, linked, always(name))) as [
        ReturnType<typeof encodeProgram>,
        ReturnType<typeof encodeProgram>,
      ];
      if (!(await prover.isNever(terms, run.given, behaviorDiffers(terms, { before: run, after: other })))) return null;
      const ledger = ledgersDiffer(terms, run, other);
      return ledger !== null && (await prover.isNever(terms, run.given, ledger)) ? "all" : "behavior";
    },
    () => null,
  );
}
