import type { JsonObject } from "../common/json.js";
import { documentChecker } from "../compiler/check-document.js";
import { isOver, orWhenOver, unlimited, type Budget } from "./budget.js";
import { casesOf } from "./cases-of.js";
import { equalParts } from "./equal-parts.js";
import { documentOfModel } from "./smtlib/document-of-model.js";
import { evaluateIn } from "./evaluate-term.js";
import { learn } from "./learn.js";
import { refine } from "./refine.js";
import { shrink } from "./shrink.js";
import { writeQuestion, type Question } from "./smtlib/smt.js";
import { openSolver } from "./solver.js";
import type { Attempt, Solution } from "./solved.js";
import type { Bool, Place } from "./term.js";
import { termsBelow } from "./term-parts.js";
import type { Terms } from "./terms.js";

/** An answer: no document at all, the smallest one found, or undecided. */
export type Answer =
  | { readonly kind: "never" }
  | { readonly kind: "document"; readonly document: JsonObject }
  | { readonly kind: "not-encoded"; readonly places: readonly Place[] }
  | { readonly kind: "unknown"; readonly reason: string };

export interface ProverOptions {
  /** Time limit of the solver for one question, including all attempts; defaults to 5,000. */
  readonly millisecondsPerQuestion?: number;
  /** Memory limit of the solver; defaults to 1,024. */
  readonly megabytes?: number;
  /** Budget of all questions together. */
  readonly budget?: Budget;
}

export interface Prover {
  /** The remaining budget, at whose end every question stops. */
  readonly budget: Budget;
  /** The reason for an undecided question whose budget is used up. */
  readonly timeOver: string;
  /** The same solver with another budget. */
  within(budget: Budget): Prover;
  /** The same solver with the time of one question, from now, for all that it is asked. */
  forOne(): Prover;
  /**
   * Asks whether some document that the schema allows satisfies all formulas. The document is the smallest one found,
   * and was verified without the solver.
   */
  ask(terms: Terms, ...asked: readonly Bool[]): Promise<Answer>;
  /** Like `ask`, but faster: no part of the document can be removed, but another document may have fewer fields. */
  askAny(terms: Terms, ...asked: readonly Bool[]): Promise<Answer>;
  /** Whether no document satisfies the formulas; false if that is not proved quickly. */
  isNever(terms: Terms, ...asked: readonly Bool[]): Promise<boolean>;
  /** Minimizes a document that satisfies all formulas. */
  shrink(terms: Terms, document: JsonObject, ...shown: readonly Bool[]): Promise<JsonObject>;
  /** Number of questions sent to the solver. */
  readonly asked: number;
  /** Ends the solver's thread, without which the process would not exit. */
  close(): Promise<void>;
}

/** A document from the solver that the engine does not confirm: encoder and engine disagree, so nothing is proved. */
export function unconfirmed(document: JsonObject): Extract<Answer, { kind: "unknown" }> {
  return {
    kind: "unknown",
    reason: `internal error: the solver's document does not show it in the engine (this is a bug in fettle; please report it with the rules and this document: ${JSON.stringify(document)})`,
  };
}

/** More than any proof of a pack has needed; unmodeled terms may yield spurious models again and again. */
const mostRounds = 4;

/**
 * Limit for ruling out models that are not documents, because doubles are not reals, together with neighboring ones.
 */
const mostRefinements = 12;

/** A far larger question would crash the solver instead of timing out. */
const mostTerms = 20_000;

/**
 * Time limit of a smaller question, whose proofs mostly succeed quickly: a fifth of a question's time, but at least 2
 * s.
 */
const soonOf = (millisecondsPerQuestion: number): number =>
  Math.min(Math.max(2000, millisecondsPerQuestion / 5), millisecondsPerQuestion);

/**
 * Effort for one attempt, for each second that a question may take. The hardest proof about the shipped packs,
 * that two rules of core/draft-model commute, needs between 0.4 and 1 million in its 5 s.
 */
const effortPerSecond = 200_000;

/** What is proved quickly takes little effort: of the shipped packs' proofs, none takes half of a question's. */
const effortToRefute = 0.5;

type Settle = (terms: Terms, whole: Bool, first: JsonObject) => Promise<JsonObject> | JsonObject;

/** Starts a solver. Questions are queued. */
export async function openProver({
  millisecondsPerQuestion = 5000,
  megabytes = 1024,
  budget: given = unlimited,
}: ProverOptions = {}): Promise<Prover> {
  const solver = await openSolver({ seconds: millisecondsPerQuestion / 1000, megabytes });
  let turn: Promise<unknown> = Promise.resolve();

  const effort = Math.ceil((effortPerSecond * millisecondsPerQuestion) / 1000);
  const attempt = (question: Question, end: number, arithmetic: Attempt["arithmetic"], share = 1): Promise<Solution> =>
    solver.solve(question, { milliseconds: end - performance.now(), effort: Math.ceil(effort * share), arithmetic });

  /**
   * Asks with the older solver for arithmetic, which is faster where both decide a question, then with the newer one,
   * which finds models that the other does not.
   */
  async function solve(question: Question, end: number): Promise<Solution> {
    const found = await attempt(question, end, "old");
    return found.kind !== "unknown" || performance.now() >= end ? found : attempt(question, end, "new");
  }

  const endFor = ({ budget }: Terms): number => Math.min(performance.now() + millisecondsPerQuestion, budget.end);

  async function isNever(terms: Terms, asked: Bool): Promise<boolean> {
    const end = Math.min(performance.now() + soonOf(millisecondsPerQuestion), terms.budget.end);
    for (const part of casesOf(terms, asked))
      if (!(await terms.apart(() => isNeverIn(terms, part(), end)))) return false;
    return true;
  }

  async function isNeverIn(terms: Terms, whole: Bool, end: number): Promise<boolean> {
    if (whole.kind === "false") return true;
    const same = equalParts(terms, whole);
    const solved = async (asked: readonly Bool[], laws: boolean) => {
      if (termsBelow(asked).length > mostTerms) return null;
      const question = writeQuestion(asked, { laws });
      const { kind } = await attempt(question, end, "old", effortToRefute);
      return { kind, isOpen: kind === "model" && question.rounded.length > 0 };
    };
    const first = await solved(same.isSmall ? [whole, same.lemma] : [whole], false);
    if (first === null || first.kind === "never") return first !== null;
    const isMoreKnown = first.kind === "model" && !same.isSmall && same.lemma !== terms.yes;
    return (isMoreKnown || first.isOpen) && (await solved([whole, same.lemma], true))?.kind === "never";
  }

  async function answer(terms: Terms, wanted: readonly Bool[], settle: Settle): Promise<Answer> {
    const end = endFor(terms);
    let open: Answer = { kind: "never" };
    for (const part of casesOf(terms, terms.and(...wanted))) {
      const found = await terms.apart(() => answerIn(terms, part(), settle, end));
      if (found.kind === "document") return found;
      if (found.kind !== "never") open = found;
    }
    return open;
  }

  async function answerIn(terms: Terms, whole: Bool, settle: Settle, end: number): Promise<Answer> {
    if (whole === terms.no) return { kind: "never" };
    const size = termsBelow([whole]).length;
    if (size > mostTerms)
      return { kind: "unknown", reason: `too large for the solver: ${size} terms, with a limit of ${mostTerms}` };
    const same = equalParts(terms, whole);
    const learnt: Bool[] = same.isSmall ? [same.lemma] : [];
    let pinned: readonly Bool[] = [];
    let plain = false;
    let refined = 0;
    let laws = false;
    for (let round = 0; round < mostRounds; round++) {
      const question = writeQuestion([whole, ...learnt, ...pinned], { plain, laws });
      const found = await solve(question, end);
      if (found.kind !== "model") {
        // Unsatisfiability under pinned inputs proves nothing about other inputs.
        if (pinned.length > 0) pinned = [];
        else if (plain) plain = false;
        else return found;
        continue;
      }
      const document = documentOfModel(question, found.values, terms.engine.alias);
      const evaluation = evaluateIn(terms, document);
      if (evaluation.truth(whole) && documentChecker(terms.engine).documentError(document) === null) {
        return { kind: "document", document: await settle(terms, whole, document) };
      }
      const lemmas = refine(terms, question, found.values, evaluation).filter((lemma) => !learnt.includes(lemma));
      learnt.push(...lemmas);
      laws = question.rounded.length > 0;
      if (question.guesses.length === 0) {
        if (lemmas.length === 0) return unconfirmed(document);
        // A likely document has strings without surrogates.
        plain = refined === 0 && question.native;
        if (++refined > mostRefinements) break;
        round--;
        continue;
      }
      const facts = learn(terms, question, found.values, evaluation);
      if (facts.length === 0 && lemmas.length > 0 && ++refined <= mostRefinements) {
        round--;
        continue;
      }
      if (facts.length === 0 && !plain) break;
      if (round === 0 && !same.isSmall) learnt.push(same.lemma);
      learnt.push(...facts.map(({ known }) => known));
      // Outputs are now known for these inputs, so pin them. Not in the first round, whose inputs are mostly values
      // that packs do not expect.
      pinned = round === 0 ? [] : facts.map(({ inputs }) => inputs);
      plain ||= round === 0;
      if (termsBelow([whole, ...learnt]).length > mostTerms) break;
    }
    return { kind: "not-encoded", places: placesOf(writeQuestion([whole])) };
  }

  /**
   * Removing fields one by one is not optimal, and values may be unlikely: ask the solver until it finds no smaller
   * document.
   */
  async function smallest(terms: Terms, whole: Bool, first: JsonObject): Promise<JsonObject> {
    const end = endFor(terms);
    let { document, present } = shrink(terms, whole, first, writeQuestion([whole]), end);
    for (let most = present; most >= 0 && performance.now() < end; most = present - 1) {
      const question = writeQuestion([whole], { present: most, plain: true });
      const found = await solve(question, end);
      if (found.kind !== "model") break;
      const other = documentOfModel(question, found.values, terms.engine.alias);
      if (!evaluateIn(terms, other).truth(whole) || documentChecker(terms.engine).documentError(other) !== null) break;
      const shrunk = shrink(terms, whole, other, question, end);
      if (shrunk.present > most) break;
      ({ document, present } = shrunk);
    }
    return document;
  }

  function inTurn<Result>(
    question: () => Promise<Result> | Result,
    undecided: (reason: string) => Result,
  ): Promise<Result> {
    const next = turn.then(() => solver.ready).then(() => orWhenOver(question, undecided));
    turn = next.catch(() => undefined);
    return next;
  }

  const within = (budget: Budget, reasonOver = timeOver): Prover => {
    const answerWith = (terms: Terms, wanted: readonly Bool[], settle: Settle) =>
      inTurn<Answer>(
        async () => {
          const found = await answer(terms, wanted, settle);
          return found.kind === "unknown" && isOver(terms.budget) ? { kind: "unknown", reason: reasonOver } : found;
        },
        (reason) => ({ kind: "unknown", reason: isOver(terms.budget) ? reasonOver : reason }),
      );
    return {
      budget,
      timeOver: reasonOver,
      within: (other) => within(other, reasonOver),
      forOne() {
        const end = performance.now() + millisecondsPerQuestion;
        return end < budget.end
          ? within({ ...budget, end }, `no answer within ${millisecondsPerQuestion / 1000} s`)
          : within(budget, reasonOver);
      },
      ask: (terms, ...wanted) => answerWith(terms, wanted, smallest),
      askAny: (terms, ...wanted) =>
        answerWith(
          terms,
          wanted,
          (of, whole, first) => shrink(of, whole, first, writeQuestion([whole]), endFor(of)).document,
        ),
      isNever: (terms, ...asked) =>
        inTurn(
          () => isNever(terms, terms.and(...asked)),
          () => false,
        ),
      shrink: (terms, document, ...shown) =>
        inTurn(
          () => smallest(terms, terms.and(...shown), document),
          () => document,
        ),
      get asked() {
        return solver.asked;
      },
      async close() {
        await turn;
        await solver.close();
      },
    };
  };
  return within(given);
}

/** Creates terms for questions to a prover, within its budget. */
export function bound(prover: Prover, terms: Terms): Terms {
  terms.budget = prover.budget;
  return terms;
}

/** The reason for an undecided question whose budget is used up. */
export const timeOver = "no answer within the time limit";

function placesOf({ guesses, rounded }: Question): readonly Place[] {
  return [...new Map([...guesses, ...rounded].map(({ place }) => [`${place.pack}${place.at}`, place])).values()];
}
