import { fileURLToPath } from "node:url";
import type { JsonObject } from "../base/json.js";
import { documentError } from "../program/check-document.js";
import { casesOf } from "./cases-of.js";
import { congruence } from "./congruence.js";
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
  /** How long the solver may think about one question, all attempts together; 5,000 where left out. */
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
  /** Whether no document at all does; false where that is not seen soon. */
  isNever(terms: Terms, ...asked: readonly Bool[]): Promise<boolean>;
  /** The smallest document that was found from one in which all of these hold. */
  shrink(terms: Terms, document: JsonObject, ...shown: readonly Bool[]): Promise<JsonObject>;
  /** How many questions went to the solver. */
  readonly asked: number;
  /** Ends the solver's thread, without which the process would not end. */
  close(): Promise<void>;
}

/** More than any proof of a pack has needed; what is not encoded may mislead the solver again and again. */
const mostRounds = 4;

/** A question that is far larger ends the solver's process instead of its search. */
const mostTerms = 20_000;

/** In milliseconds: what is proved in a smaller question is mostly proved at once. */
const soon = 2000;

/** The solver keeps its own time. Where a fault inside it stops its clock, it is given so many milliseconds more. */
const grace = 2000;

/** Below the package in source and build alike. */
const workerFile = fileURLToPath(new URL("../analysis/solver-worker.js", import.meta.url));

type Settle = (terms: Terms, whole: Bool, first: JsonObject) => Promise<JsonObject> | JsonObject;

interface Solved {
  readonly result: "sat" | "unsat" | "unknown";
  readonly reason: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Starts the solver, in a thread of its own: 0.4 seconds and 230 MB. Questions wait for each other. */
export async function openProver({ millisecondsPerQuestion = 5000, megabytes = 1024 }: ProverOptions = {}): Promise<Prover> {
  const { Piscina } = await import("piscina");
  const start = () => new Piscina<object, Solved>({ filename: workerFile, workerData: { megabytes }, minThreads: 1, maxThreads: 1, recordTiming: false });
  let pool = start();
  // The start of the thread counts for no question.
  const ready = pool.run({ text: "", read: /^$/, milliseconds: 1000 });
  ready.catch(() => undefined);
  let asked = 0;
  let turn: Promise<unknown> = Promise.resolve();

  async function solve({ text, read }: Question, milliseconds: number): Promise<{ kind: "never" } | { kind: "unknown"; reason: string } | { kind: "model"; values: ReadonlyMap<string, string> }> {
    if (milliseconds < 1) return { kind: "unknown", reason: explain("timeout") };
    asked++;
    try {
      const signal = AbortSignal.timeout(Math.ceil(milliseconds) + grace);
      const { result, reason, values } = await pool.run({ text, read, milliseconds: Math.ceil(milliseconds) }, { signal });
      if (result === "unsat") return { kind: "never" };
      return result === "sat" ? { kind: "model", values } : { kind: "unknown", reason: explain(reason) };
    } catch (error) {
      if (error instanceof Error && error.name === "AbortError") return { kind: "unknown", reason: "the solver stood still, and was ended" };
      // What is left of a solver after a fault answers no other question.
      await pool.destroy();
      pool = start();
      return { kind: "unknown", reason: `the solver failed: ${error instanceof Error ? error.message : String(error)}` };
    }
  }

  function explain(reason: string): string {
    if (/timeout|canceled/.test(reason)) return `no answer within ${millisecondsPerQuestion / 1000} s`;
    return /memory/.test(reason) ? `no answer within ${megabytes} MB` : `no answer: ${reason}`;
  }

  async function isNever(terms: Terms, asked: Bool): Promise<boolean> {
    for (const part of casesOf(terms, asked)) if (!(await isNeverIn(terms, part))) return false;
    return true;
  }

  async function isNeverIn(terms: Terms, whole: Bool): Promise<boolean> {
    if (whole.kind === "false") return true;
    const milliseconds = Math.min(soon, millisecondsPerQuestion);
    const solved = async (question: readonly Bool[]) => (termsBelow(question).length > mostTerms ? null : (await solve(writeQuestion(question), milliseconds)).kind);
    const kind = await solved([whole]);
    const same = kind === "model" ? congruence(terms, [whole]) : terms.yes;
    return kind === "never" || (same !== terms.yes && (await solved([whole, same])) === "never");
  }

  async function answer(terms: Terms, wanted: readonly Bool[], settle: Settle): Promise<Answer> {
    const end = performance.now() + millisecondsPerQuestion;
    let open: Answer = { kind: "never" };
    for (const part of casesOf(terms, terms.and(...wanted))) {
      const found = await answerIn(terms, part, settle, end);
      if (found.kind === "document") return found;
      if (found.kind !== "never") open = found;
    }
    return open;
  }

  async function answerIn(terms: Terms, whole: Bool, settle: Settle, end: number): Promise<Answer> {
    if (whole === terms.no) return { kind: "never" };
    const size = termsBelow([whole]).length;
    if (size > mostTerms) return { kind: "unknown", reason: `too large for the solver: ${size} terms, and it takes ${mostTerms}` };
    const learnt: Bool[] = [];
    let pinned: readonly Bool[] = [];
    let plain = false;
    for (let round = 0; round < mostRounds; round++) {
      const question = writeQuestion([whole, ...learnt, ...pinned], { plain });
      const found = await solve(question, end - performance.now());
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
      if (question.guesses.length === 0) throw new Error(`the solver's document does not do what was asked: ${JSON.stringify(document)}`);
      const facts = learn(terms, question, found.values, evaluation);
      if (facts.length === 0 && !plain) break;
      if (learnt.length === 0) learnt.push(congruence(terms, [whole]));
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
    const end = performance.now() + millisecondsPerQuestion;
    let { document, present } = shrink(terms, whole, first, writeQuestion([whole]));
    for (let most = present; most >= 0 && performance.now() < end; most = present - 1) {
      const question = writeQuestion([whole], { present: most, plain: true });
      const found = await solve(question, millisecondsPerQuestion);
      if (found.kind !== "model") break;
      const other = documentOfModel(question, found.values);
      if (!evaluateIn(terms, other).truth(whole) || documentError(other) !== null) break;
      const shrunk = shrink(terms, whole, other, question);
      if (shrunk.present > most) break;
      ({ document, present } = shrunk);
    }
    return document;
  }

  function inTurn<Result>(question: () => Promise<Result>): Promise<Result> {
    const next = turn.then(() => ready).then(question);
    turn = next.catch(() => undefined);
    return next;
  }

  return {
    ask: (terms, ...wanted) => inTurn(() => answer(terms, wanted, smallest)),
    askAny: (terms, ...wanted) => inTurn(() => answer(terms, wanted, (_, whole, first) => shrink(terms, whole, first, writeQuestion([whole])).document)),
    isNever: (terms, ...asked) => inTurn(() => isNever(terms, terms.and(...asked))),
    shrink: (terms, document, ...shown) => inTurn(() => smallest(terms, terms.and(...shown), document)),
    get asked() {
      return asked;
    },
    async close() {
      await turn;
      await pool.destroy();
    },
  };
}

function placesOf({ guesses }: Question): readonly Place[] {
  return [...new Map(guesses.map(({ place }) => [`${place.pack}${place.at}`, place])).values()];
}
