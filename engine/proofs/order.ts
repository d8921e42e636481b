import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import { shareOf } from "../solver/budget.js";
import { compareUnordered } from "../solver/compare-results.js";
import { evaluatorOf } from "../solver/encode/encode-program.js";
import type { Answer } from "../solver/prover.js";
import {
  encode,
  questionAfter,
  questionOfAll,
  questionsAlone,
  swap,
  withMembers,
  type Before,
  type Members,
  type OrderQuestion,
  type Told,
} from "./order-questions.js";
import { answerOf, challenged, foundTo, keptOr, stageName, toProof, type Proof, type Subject } from "./proof.js";

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

/** Milliseconds for a first try of each question: where one decides at once, the others need not take their time. */
const atOnce = 250;

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
  const { prover } = subject;
  const { budget } = prover;
  const both = all.slice(index, index + 2) as Members;
  const questions = [
    ...questionsAlone(subject, both, isTold),
    questionAfter(subject, both, before, isTold),
    questionOfAll(subject, swap(all, index), isTold),
  ];
  const late: OrderQuestion[] = [];
  let open: Answer = { kind: "unknown", reason: prover.timeOver };
  for (const question of questions) {
    const end = Math.min(budget.end, performance.now() + atOnce);
    const answer = await question.ask(prover.within({ ...budget, end }));
    if (isDecided(answer)) return answer;
    // What the limit of effort ended would end in the same way again.
    if (performance.now() >= end) late.push(question);
    open = answer ?? open;
  }
  for (const question of late) {
    const answer = await question.ask(prover.within(shareOf(budget, question.share)));
    if (isDecided(answer)) return answer;
    open = answer ?? open;
  }
  return open;
}

const isDecided = (answer: Answer | null): answer is Answer => answer?.kind === "document" || answer?.kind === "never";

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
