import type { JsonObject } from "../common/json.js";
import { documentError } from "../compiler/check-document.js";
import { alikeInside } from "./alike-inside.js";
import { isOver, orWhenOver, unlimited, type Budget } from "./budget.js";
import { casesOf } from "./cases-of.js";
import { congruence } from "./congruence.js";
import { documentOfModel } from "./smtlib/document-of-model.js";
import { evaluateIn } from "./evaluate-term.js";
import { learn } from "./learn.js";
import { refine } from "./refine.js";
import { shrink } from "./shrink.js";
import { writeQuestion, type Question } from "./smtlib/smt.js";
import { openSolver } from "./solver.js";
import type { Bool, Place } from "./term.js";
import { termsBelow } from "./term-parts.js";
import type { Terms } from "./terms.js";

/** What an answer is: no document at all, the smallest that was found, or none of both. */
export type Answer =
  | { readonly kind: "never" }
  | { readonly kind: "document"; readonly document: JsonObject }
  | { readonly kind: "not-encoded"; readonly places: readonly Place[] }
  | { readonly kind: "unknown"; readonly reason: string };

export interface ProverOptions {
  /** How long the solver may think about one question, all attempts together; 5,000 where left out. */
  readonly millisecondsPerQuestion?: number;
  /** How much memory the solver may take; 1,024 where left out. */
  readonly megabytes?: number;
  /** What all questions together may take. */
  readonly budget?: Budget;
}

export interface Prover {
  /** What is left for questions: none is thought about beyond its end. */
  readonly budget: Budget;
  /** The same solver under another budget. */
  within(budget: Budget): Prover;
  /**
   * Whether some document that the schema allows makes all of these hold. The document is the smallest that was found,
   * and was worked out again without the solver.
   */
  ask(terms: Terms, ...asked: readonly Bool[]): Promise<Answer>;
  /** The same in less time: no part of the document can be left out, but another may have fewer fields. */
  askAny(terms: Terms, ...asked: readonly Bool[]): Promise<Answer>;
  /** Whether no document at all does; false where that is not seen soon. */
  isNever(terms: Terms, ...asked: readonly Bool[]): Promise<boolean>;
  /** The smallest document that was found from one in which all of these hold. */
  shrink(terms: Terms, document: JsonObject, ...shown: readonly Bool[]): Promise<JsonObject>;
  /** How many questions went to the solver. */
  readonly asked: number;
  /** Ends the solver's thread, without which the process would not end. */
  close(): Promise<void>;
}

/**
 * A document that the solver found and that does not show in the engine what it should: encoder and engine disagree, so
 * that nothing is proved.
 */
export function unconfirmed(document: JsonObject): Extract<Answer, { kind: "unknown" }> {
  return {
    kind: "unknown",
    reason: `internal error: the solver's document does not show it in the engine (this is a bug in fettle; please report it with the rules and this document: ${JSON.stringify(document)})`,
  };
}

/** More than any proof of a pack has needed; what is not modeled may mislead the solver again and again. */
const mostRounds = 4;

/** A model that is no document, because doubles are not reals, is ruled out with others around it. */
const mostRefinements = 12;

/** A question that is far larger ends the solver's process instead of its search. */
const mostTerms = 20_000;

/** What is proved in a smaller question is mostly proved soon: in so much of a question's time, and in 2 s in any case. */
const soonOf = (millisecondsPerQuestion: number): number =>
  Math.min(Math.max(2000, millisecondsPerQuestion / 5), millisecondsPerQuestion);

type Settle = (terms: Terms, whole: Bool, first: JsonObject) => Promise<JsonObject> | JsonObject;

/** Starts a solver of its own. Questions wait for each other. */
export async function openProver({
  millisecondsPerQuestion = 5000,
  megabytes = 1024,
  budget: given = unlimited,
}: ProverOptions = {}): Promise<Prover> {
  const solver = await openSolver({ seconds: millisecondsPerQuestion / 1000, megabytes });
  let turn: Promise<unknown> = Promise.resolve();

  const endFor = ({ budget }: Terms): number => Math.min(performance.now() + millisecondsPerQuestion, budget.end);

  async function isNever(terms: Terms, asked: Bool): Promise<boolean> {
    const end = Math.min(performance.now() + soonOf(millisecondsPerQuestion), terms.budget.end);
    for (const part of casesOf(terms, asked))
      if (!(await terms.apart(() => isNeverIn(terms, part(), end)))) return false;
    return true;
  }

  async function isNeverIn(terms: Terms, whole: Bool, end: number): Promise<boolean> {
    if (whole.kind === "false") return true;
    const solved = async (asked: readonly Bool[], laws: boolean) => {
      if (termsBelow(asked).length > mostTerms) return null;
      const question = writeQuestion(asked, { laws });
      const { kind } = await solver.solve(question, end - performance.now());
      return { kind, isOpen: kind === "model" && question.rounded.length > 0 };
    };
    const first = await solved([whole], false);
    if (first === null || first.kind === "never") return first !== null;
    const same =
      first.kind === "model" ? terms.and(congruence(terms, [whole]), alikeInside(terms, [whole])) : terms.yes;
    return (same !== terms.yes || first.isOpen) && (await solved([whole, same], true))?.kind === "never";
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
    const learnt: Bool[] = [];
    let pinned: readonly Bool[] = [];
    let plain = false;
    let refined = 0;
    let laws = false;
    for (let round = 0; round < mostRounds; round++) {
      const question = writeQuestion([whole, ...learnt, ...pinned], { plain, laws });
      const found = await solver.solve(question, end - performance.now());
      if (found.kind !== "model") {
        // What was narrowed down says nothing of the rest.
        if (pinned.length > 0) pinned = [];
        else if (plain) plain = false;
        else return found;
        continue;
      }
      const document = documentOfModel(question, found.values);
      const evaluation = evaluateIn(terms, document);
      if (evaluation.truth(whole) && documentError(document) === null) {
        return { kind: "document", document: await settle(terms, whole, document) };
      }
      const lemmas = refine(terms, question, found.values, evaluation).filter((lemma) => !learnt.includes(lemma));
      learnt.push(...lemmas);
      laws = question.rounded.length > 0;
      if (question.guesses.length === 0) {
        if (lemmas.length === 0) return unconfirmed(document);
        // The likely document is one whose texts have no surrogates.
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
      if (round === 0) learnt.push(congruence(terms, [whole]), alikeInside(terms, [whole]));
      learnt.push(...facts.map(({ known }) => known));
      // What they are is known now where they are given the same again; and mostly they are what packs do not expect.
      pinned = round === 0 ? [] : facts.map(({ inputs }) => inputs);
      plain ||= round === 0;
      if (termsBelow([whole, ...learnt]).length > mostTerms) break;
    }
    return { kind: "not-encoded", places: placesOf(writeQuestion([whole])) };
  }

  /** Fewer fields than can be left out one by one may do, and likelier values: the solver is asked until it finds none. */
  async function smallest(terms: Terms, whole: Bool, first: JsonObject): Promise<JsonObject> {
    const end = endFor(terms);
    let { document, present } = shrink(terms, whole, first, writeQuestion([whole]), end);
    for (let most = present; most >= 0 && performance.now() < end; most = present - 1) {
      const question = writeQuestion([whole], { present: most, plain: true });
      const found = await solver.solve(question, end - performance.now());
      if (found.kind !== "model") break;
      const other = documentOfModel(question, found.values);
      if (!evaluateIn(terms, other).truth(whole) || documentError(other) !== null) break;
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

  const within = (budget: Budget): Prover => {
    const answerWith = (terms: Terms, wanted: readonly Bool[], settle: Settle) =>
      inTurn<Answer>(
        async () => {
          const found = await answer(terms, wanted, settle);
          return found.kind === "unknown" && isOver(terms.budget) ? { kind: "unknown", reason: timeOver } : found;
        },
        (reason) => ({ kind: "unknown", reason: isOver(terms.budget) ? timeOver : reason }),
      );
    return {
      budget,
      within,
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

/** Terms that questions to a prover are made of, under its budget. */
export function bound(prover: Prover, terms: Terms): Terms {
  terms.budget = prover.budget;
  return terms;
}

/** Why a question has no answer where its budget is used up. */
export const timeOver = "no answer within the time limit";

function placesOf({ guesses, rounded }: Question): readonly Place[] {
  return [...new Map([...guesses, ...rounded].map(({ place }) => [`${place.pack}${place.at}`, place])).values()];
}
