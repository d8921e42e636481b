import type { JsonObject } from "../base/json.js";
import { documentError } from "../program/check-document.js";
import { documentOfModel } from "./document-of-model.js";
import { evaluateIn } from "./evaluate-term.js";
import { learn } from "./learn.js";
import { shrink } from "./shrink.js";
import { writeQuestion, type Question } from "./smt.js";
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
  /** How long the solver may think about one question; 5,000 where left out. */
  readonly millisecondsPerQuestion?: number;
  /** How much memory the solver may take; 1,024 where left out. */
  readonly megabytes?: number;
}

export interface Prover {
  /**
   * Whether some document that the schema allows makes all of these hold. The document is the smallest that was found,
   * and was worked out again without the solver.
   */
  ask(terms: Terms, ...asked: readonly Bool[]): Promise<Answer>;
  /** The same in less time: no part of the document can be left out, but another may have fewer fields. */
  askAny(terms: Terms, ...asked: readonly Bool[]): Promise<Answer>;
  /** How many questions went to the solver. */
  readonly asked: number;
  /** Ends the solver's threads, without which the process would not end. */
  close(): Promise<void>;
}

/** More than any proof of a pack has needed; what is not encoded may mislead the solver again and again. */
const mostRounds = 6;

/** A question that is far larger ends the solver's process instead of its search. */
const mostTerms = 20_000;

/** Starts the solver: 0.2 seconds and 230 MB. Questions wait for each other. */
export async function openProver({ millisecondsPerQuestion = 5000, megabytes = 1024 }: ProverOptions = {}): Promise<Prover> {
  const { init, killThreads } = await import("z3-solver");
  const { Context, Z3, em, setParam } = await init({ printErr: () => undefined } as never);
  setParam("memory_max_size", megabytes);
  const context = new (Context as any)("fettle");
  let asked = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function solve(question: Question): Promise<{ kind: "never" } | { kind: "unknown"; reason: string } | { kind: "model"; values: Map<string, string> }> {
    asked++;
    const solver = new context.Solver(Z3.mk_simple_solver(context.ptr));
    try {
      solver.set("timeout", millisecondsPerQuestion);
      solver.fromString(question.text);
      const result: string = await solver.check();
      if (result === "unsat") return { kind: "never" };
      if (result !== "sat") return { kind: "unknown", reason: explain(String(solver.reasonUnknown())) };
      const model = solver.model();
      const values = new Map<string, string>();
      for (const declaration of model.decls()) {
        const name = String(declaration.name());
        if (declaration.arity() === 0 && question.read.test(name)) values.set(name, model.get(declaration).sexpr());
      }
      model.release?.();
      return { kind: "model", values };
    } catch (error) {
      return { kind: "unknown", reason: `the solver failed: ${error instanceof Error ? error.message : String(error)}` };
    } finally {
      solver.release();
    }
  }

  function explain(reason: string): string {
    if (/timeout|canceled/.test(reason)) return `no answer within ${millisecondsPerQuestion / 1000} s`;
    return /memory/.test(reason) ? `no answer within ${megabytes} MB` : `no answer: ${reason}`;
  }

  async function answer(terms: Terms, wanted: readonly Bool[], settle: (terms: Terms, whole: Bool, first: JsonObject) => Promise<JsonObject> | JsonObject): Promise<Answer> {
    const whole = terms.and(...wanted);
    if (whole === terms.no) return { kind: "never" };
    const size = termsBelow([whole]).length;
    if (size > mostTerms) return { kind: "unknown", reason: `too large for the solver: ${size} terms, and it takes ${mostTerms}` };
    const learnt: Bool[] = [];
    for (let round = 0; round < mostRounds; round++) {
      // What is not encoded is mostly what packs do not expect, so a document without it is looked for next.
      const plain = round === 1;
      const question = writeQuestion([whole, ...learnt], { plain });
      const found = await solve(question);
      if (plain && found.kind !== "model") continue;
      if (found.kind !== "model") return found;
      const document = documentOfModel(question, found.values);
      const evaluation = evaluateIn(terms, document);
      if (evaluation.truth(whole) && documentError(document) === null) {
        return { kind: "document", document: await settle(terms, whole, document) };
      }
      if (question.guesses.length === 0) throw new Error(`the solver's document does not do what was asked: ${JSON.stringify(document)}`);
      const facts = learn(terms, question, found.values, evaluation);
      if (facts.length === 0 && !plain) break;
      learnt.push(...facts);
    }
    return { kind: "not-encoded", places: placesOf(writeQuestion([whole])) };
  }

  /** Fewer fields than can be left out one by one may do, and likelier values: the solver is asked until it finds none. */
  async function smallest(terms: Terms, whole: Bool, first: JsonObject): Promise<JsonObject> {
    const end = performance.now() + millisecondsPerQuestion;
    let { document, present } = shrink(terms, whole, first, writeQuestion([whole]));
    for (let most = present; most >= 0 && performance.now() < end; most = present - 1) {
      const question = writeQuestion([whole], { present: most, plain: true });
      const found = await solve(question);
      if (found.kind !== "model") break;
      const other = documentOfModel(question, found.values);
      if (!evaluateIn(terms, other).truth(whole) || documentError(other) !== null) break;
      const shrunk = shrink(terms, whole, other, question);
      if (shrunk.present > most) break;
      ({ document, present } = shrunk);
    }
    return document;
  }

  function inTurn(question: () => Promise<Answer>): Promise<Answer> {
    const next = turn.then(question);
    turn = next.catch(() => undefined);
    return next;
  }

  return {
    ask: (terms, ...wanted) => inTurn(() => answer(terms, wanted, smallest)),
    askAny: (terms, ...wanted) => inTurn(() => answer(terms, wanted, (_, whole, first) => shrink(terms, whole, first, writeQuestion([whole])).document)),
    get asked() {
      return asked;
    },
    async close() {
      await turn;
      await killThreads(em);
    },
  };
}

function placesOf({ guesses }: Question): readonly Place[] {
  return [...new Map(guesses.map(({ place }) => [`${place.pack}${place.at}`, place])).values()];
}
