import type { JsonObject } from "../common/json.js";
import { fromMap, must } from "../common/must.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { reachablePacks } from "../packs/reachable-packs.js";
import { shareOf } from "../solver/budget.js";
import { behaviorDiffers } from "../solver/encode/behavior.js";
import { compareUnordered } from "../solver/compare-results.js";
import { encodeProgram, evaluatorOf } from "../solver/encode/encode-program.js";
import { termsBetween, termsFor } from "../solver/terms-for.js";
import { bound, type Answer } from "../solver/prover.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import type { Bool } from "../solver/term.js";
import type { Terms } from "../solver/terms.js";
import { doMeet, touchesOf, type Touches } from "../solver/encode/touches.js";
import { withRules } from "./rules.js";
import {
  answerOf,
  ask,
  challenged,
  foundTo,
  keptOr,
  knownTo,
  stageName,
  toProof,
  type Proof,
  type Subject,
} from "./proof.js";

type Members = LinkedPacks["stages"] | LinkedPack["rules"];

/** State after the members before a pair. */
interface Before {
  /** Undefined at the start. */
  readonly run: SymbolicRun | undefined;
  /** Where none of them fails. */
  readonly ok: Bool;
}

/** Proves commutativity of neighbors: rules of a pack, or stages of the set. The order of logs is ignored. */
export async function* proveOrder(subject: Subject): AsyncGenerator<Proof> {
  const { pack, linked, terms } = subject;
  const all: Members = pack === null ? linked.stages : pack.rules;
  const state: { before: Before; reached: number } = { before: { run: undefined, ok: terms.yes }, reached: 0 };
  for (let index = 0; index + 1 < all.length; index++) {
    const names =
      pack === null
        ? linked.stages.slice(index, index + 2).map(stageName)
        : pack.rules.slice(index, index + 2).map(({ rule }) => rule.id);
    const question = {
      what: "order",
      text: `${names.join(" and ")} commute`,
      denial: `${names.join(" and ")} do not commute`,
    } as const;
    yield await keptOr(subject, question, async () => {
      // Outside of the answer, whose time may end before the state is complete.
      for (; state.reached < index; state.reached++) state.before = next(subject, all, state.reached, state.before);
      return toProof(subject, await commute(subject, all, index, state.before), question, "no");
    });
  }
}

function commute(subject: Subject, all: Members, index: number, before: Before): Promise<Answer> {
  return answerOf(subject, async (limited) => {
    const isTold = tellsApart(subject, all, index);
    const firing = (isLate: boolean) => () =>
      subject.pack === null ? [] : subject.firing(rulesAt(subject.pack, index), { isLate });
    const found = foundTo(subject, isTold, firing(false));
    if (found !== null) return { kind: "document", document: found };
    const asked = await whereSwapped(limited, all, index, before, isTold);
    if (asked.kind === "document" || asked.kind === "never") return challenged(subject, asked, isTold);
    const late = foundTo(subject, isTold, firing(true));
    return late === null ? asked : { kind: "document", document: late };
  });
}

const rulesAt = ({ rules }: LinkedPack, index: number): readonly string[] =>
  rules.slice(index, index + 2).map(({ id }) => id);

function next(subject: Subject, all: Members, index: number, before: Before): Before {
  const run = encode(subject, subject.terms, all.slice(index, index + 1) as Members, before.run);
  return { run, ok: subject.terms.and(before.ok, run.ok) };
}

/**
 * Finds a document that distinguishes the order of two neighbors. Asks from the smallest question to the largest: both
 * alone, both after those before them, all.
 *
 * Lemma: if two neighbors lead to the same state in either order (document, sharing, failure, logs of each code), from
 * any state or from all states reachable before them, then so does everything that follows. A witness counts only if it
 * distinguishes the orders in the engine, so it may come from any question.
 */
async function whereSwapped(
  subject: Subject,
  all: Members,
  index: number,
  before: Before,
  isTold: Told,
): Promise<Answer> {
  const { prover, terms, run, pack } = subject;
  const both = all.slice(index, index + 2) as Members;
  const differsFrom = doMeet(
    touched(subject, must(both[0], "the first")),
    touched(subject, must(both[1], "the second")),
    subject.linked.engine.alias,
  )
    ? differs
    : clash;
  if (pack !== null) {
    const alone = reachablePacks(withRules(subject.linked, pack, both as LinkedPack["rules"]), [pack.name]);
    const anywhere = bound(prover, termsBetween([subject.linked], alone));
    if (
      anywhere.isComplete &&
      (await prover.isNever(anywhere, startOf(subject, anywhere), differsFrom(subject, anywhere, both, undefined)))
    )
      return { kind: "never" };
    const part = prover.within(shareOf(prover.budget, 0.4));
    const atStart = bound(part, termsFor(alone));
    const answer = await part.askAny(
      atStart,
      encodeProgram(atStart, alone, { pack: pack.name }).given,
      differsFrom(subject, atStart, both, undefined),
    );
    if (answer.kind === "document" && isTold(answer.document)) return answer;
  }
  const wanted = terms.and(before.ok, differsFrom(subject, terms, both, before.run));
  const known = knownTo(subject, wanted);
  const answer: Answer =
    known === undefined ? await prover.askAny(terms, run.given, wanted) : { kind: "document", document: known };
  if (answer.kind === "never" || (answer.kind === "document" && isTold(answer.document))) return answer;
  // What follows may mask the difference.
  const changed = encode(subject, terms, swap(all, index));
  return ask(subject, behaviorDiffers(terms, { before: run, after: changed }, { logOrder: false }), isTold);
}

type Told = (document: JsonObject) => boolean;

/**
 * Checks in the engine whether swapping two neighbors changes the result for a document.
 *
 * Lemma: a rule that does not fire, and whose condition does not fail, does nothing. If that is so of both, their order
 * cannot be told.
 */
function tellsApart(subject: Subject, all: Members, index: number): Told {
  const { linked, pack, seen } = subject;
  const members = swap(all, index);
  const evaluate =
    pack === null
      ? evaluatorOf(linked, { stages: members as LinkedPacks["stages"] }, "closures")
      : evaluatorOf(withMembers(subject, members), { pack: pack.name }, "closures");
  const rules = pack === null ? null : rulesAt(pack, index);
  return (document) => {
    const { result, fired } = seen(document);
    const isInvolved = rules?.some((id) => fired.has(id) || result.error?.rule === id) ?? true;
    return isInvolved && compareUnordered(result, evaluate(document), linked.engine.alias).length > 0;
  };
}

/** Where two neighbors lead to different states in the other order. */
function differs(subject: Subject, terms: Terms, both: Members, from: SymbolicRun | undefined): Bool {
  const [one, other] = [both, swap(both, 0)].map((members) => encode(subject, terms, members, from)) as [
    SymbolicRun,
    SymbolicRun,
  ];
  return behaviorDiffers(terms, { before: one, after: other }, { logOrder: false });
}

/**
 * Where one of two independent neighbors fails, and the other also fails or logs: only then is their order observable.
 */
function clash(subject: Subject, terms: Terms, both: Members, from: SymbolicRun | undefined): Bool {
  const [one, other] = both.map((member) => {
    const { failures, logs } = encode(subject, terms, [member] as Members, from);
    return { fails: terms.or(...failures.map(({ when }) => when)), logs: terms.or(...logs.map(({ when }) => when)) };
  }) as [{ fails: Bool; logs: Bool }, { fails: Bool; logs: Bool }];
  return terms.or(
    terms.and(one.fails, other.fails),
    terms.and(one.fails, other.logs),
    terms.and(one.logs, other.fails),
  );
}

function touched({ linked }: Subject, member: Members[number]): Touches {
  if (!("kind" in member)) return touchesOf(linked, [member]);
  const rules = (member.kind === "pack" ? [member.pack] : [...new Set(member.packs.values())]).flatMap(
    (name) => fromMap(linked.packs, name).rules,
  );
  return touchesOf(linked, rules, member.kind === "pack" ? member.when : null);
}

/** Encodes these members alone, from the start or from the final state of another run. */
function encode(subject: Subject, terms: Terms, members: Members, from?: SymbolicRun): SymbolicRun {
  const { pack, linked } = subject;
  const always = pack === null ? [] : [{ kind: "pack", pack: pack.name, architectures: null, when: null } as const];
  return pack === null
    ? encodeProgram(terms, linked, { stages: members as LinkedPacks["stages"] }, from)
    : encodeProgram(terms, withMembers(subject, members), { stages: always }, from);
}

/** The invariant of all evaluation states. */
const startOf = (subject: Subject, terms: Terms): Bool => encode(subject, terms, [] as Members).given;

const withMembers = ({ linked, pack }: Subject, members: Members): LinkedPacks =>
  withRules(linked, must(pack, "the pack"), members as LinkedPack["rules"]);

function swap<Items extends readonly unknown[]>(items: Items, index: number): Items {
  return [...items.slice(0, index), items[index + 1], items[index], ...items.slice(index + 2)] as unknown as Items;
}
