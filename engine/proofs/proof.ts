import type { Diagnostic } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import { documentToJson } from "../common/shared-text-config.js";
import type { Claims } from "../generated/claims.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import type { Read } from "../packs/read-packs.js";
import { isOver, orWhenOver, reasonOver } from "../solver/budget.js";
import { aimedDocuments } from "../solver/challenge/aimed-documents.js";
import { challenge } from "../solver/challenge/challenge.js";
import { refuted } from "../solver/challenge/challenge-sameness.js";
import { evaluateIn, type Evaluation } from "../solver/evaluate-term.js";
import { timeOver, unconfirmed, type Answer, type Prover } from "../solver/prover.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import type { Bool } from "../solver/term.js";
import type { Terms } from "../solver/terms.js";

/** What was asked of a pack or a set, over all documents that the schema allows. */
export interface Proof {
  readonly what: "fires" | "fails" | "claim" | "idempotent" | "overwrites" | "order" | "same-field" | "apart";
  /** What was proved or refuted; where the outcome is `unknown`, what was asked. */
  readonly text: string;
  readonly outcome: "yes" | "no" | "unknown";
  /** The smallest document that was found to show it; null where it holds of all, or of none. */
  readonly document: JsonObject | null;
  /** Why it is unknown, or what else there is to say. */
  readonly note: string | null;
  /** What is to be mended. */
  readonly finding: Diagnostic | null;
}

/** One pack, or stages of a set, under proof. */
export interface Subject {
  readonly prover: Prover;
  readonly terms: Terms;
  readonly linked: LinkedPacks;
  readonly run: SymbolicRun;
  /** Null where it is several of a set. */
  readonly pack: LinkedPack | null;
  /** Documents that may show something, each with what terms come to in it: one that does needs no solver. */
  readonly known: readonly { readonly document: JsonObject; readonly evaluation: Evaluation }[];
  /** Random documents of those that the subject is for, on which what is proved of all of them is tried. */
  samples(): readonly JsonObject[];
  /** What the team's claims file lets pass, with the reason, by path. */
  readonly accepted: { readonly overwrite: ReadonlyMap<string, string>; readonly again: ReadonlyMap<string, string> };
}

/**
 * Asks of the documents that the subject is for, and runs the one that is found in the engine: where it does not show there
 * what it should, nothing is proved.
 */
export async function ask(
  subject: Subject,
  wanted: Bool,
  shows: (document: JsonObject) => boolean,
  how: "ask" | "askAny" = "askAny",
): Promise<Answer> {
  const { prover, terms, run } = subject;
  const shown = knownTo(subject, wanted);
  const smallest = async (document: JsonObject) =>
    how === "ask" ? prover.shrink(terms, document, run.given, wanted) : document;
  const answer: Answer =
    shown === undefined
      ? await prover[how](terms, run.given, wanted)
      : { kind: "document", document: await smallest(shown) };
  if (answer.kind === "document") return shows(answer.document) ? answer : unconfirmed(answer.document);
  return challenged(subject, answer, shows);
}

/**
 * The same where the truth follows into a wider one that takes less to decide.
 *
 * Lemma: what no document makes true of the wider one, none makes true of the other. A document of the wider one counts only
 * where the engine shows with it what it should; where it does not, the other is asked.
 */
export async function askWider(
  subject: Subject,
  wider: Bool,
  wanted: Bool,
  shows: (document: JsonObject) => boolean,
  how: "ask" | "askAny" = "askAny",
): Promise<Answer> {
  const { prover, terms, run } = subject;
  if (wider === wanted || knownTo(subject, wanted) !== undefined) return ask(subject, wanted, shows, how);
  const answer = await prover[how](terms, run.given, wider);
  if (answer.kind === "never") return challenged(subject, answer, shows);
  return answer.kind === "document" && shows(answer.document) ? answer : ask(subject, wanted, shows, how);
}

/** An answer that is there in any case: once a budget is used up, that it is. */
export async function answerOf({ prover }: Subject, work: () => Promise<Answer>): Promise<Answer> {
  if (isOver(prover.budget)) return { kind: "unknown", reason: timeOver };
  return orWhenOver(work, (reason) => ({ kind: "unknown", reason: isOver(prover.budget) ? timeOver : reason }));
}

/** What was proved of all documents, tried on some that nobody has encoded. */
export function challenged(subject: Subject, answer: Answer, shows: (document: JsonObject) => boolean): Answer {
  const refuting = answer.kind === "never" ? subject.samples().find(shows) : undefined;
  return refuting === undefined
    ? answer
    : { kind: "unknown", reason: `${refuted}: ${JSON.stringify(documentToJson(refuting))}` };
}

/** A known document of which it holds. */
export function knownTo({ run, known }: Subject, wanted: Bool): JsonObject | undefined {
  return known.find(({ evaluation: { truth } }) => truth(run.given) && truth(wanted))?.document;
}

/** What there is to say of an answer that is none. */
export function reasonOf(answer: Extract<Answer, { kind: "unknown" | "not-encoded" }>, { linked }: Subject): string {
  if (answer.kind === "unknown") return answer.reason;
  const places = answer.places.map(({ pack, at, reason }) => {
    const source = linked.packs.get(pack);
    const place = source?.source.locate(at) ?? null;
    const where = [source?.file ?? pack, place?.line, place?.column]
      .filter((part) => part !== null && part !== undefined)
      .join(":");
    return reason === "" ? where : `${where} (${reason})`;
  });
  return `depends on constructs the solver does not model: ${[...new Set(places)].join(", ")}`;
}

const limitedNote =
  "for a text config that is hf_config, its text_config or an object of its own; other parts of hf_config were only searched";

/** What is asked: the statement, and the one that holds where it is refuted. */
export interface Question extends Pick<Proof, "what" | "text"> {
  readonly denial: string;
}

/** An answer as a proof; `found` and `never` are the outcomes where a document was found and where there is none. */
export function toProof(
  subject: Subject,
  answer: Answer,
  { what, text, denial }: Question,
  found: "yes" | "no",
  rest: Partial<Proof> = {},
): Proof {
  const base = { what, text, document: null, note: null, finding: null };
  const decided = (outcome: "yes" | "no") => ({ ...base, text: outcome === "yes" ? text : denial, outcome });
  if (answer.kind === "document") return { ...decided(found), document: answer.document, ...rest };
  if (answer.kind === "never") {
    const note = subject.terms.isComplete ? {} : { note: limitedNote };
    return { ...decided(found === "yes" ? "no" : "yes"), ...note, ...rest };
  }
  return { ...base, outcome: "unknown", note: reasonOf(answer, subject) };
}

export type Ask = (subject: Subject) => AsyncGenerator<Proof>;

/** What is proved in words, for what is not asked as a whole. */
const questions: Readonly<Record<Proof["what"], string>> = {
  fires: "every rule can fire",
  fails: "every `fail` can be reached",
  claim: "all claims hold",
  idempotent: "idempotent: re-evaluating the result changes nothing",
  overwrites: "no value that is set is overwritten without a warning",
  order: "neighbors may be swapped",
  "same-field": "two rules can both write a field",
  apart: "what is proved of each pack holds of them together",
};

/** A kind of proofs of which none was begun, or not all. */
export function notAsked(what: Proof["what"], note: string): Proof {
  return { what, text: questions[what], outcome: "unknown", document: null, note, finding: null };
}

/** The proofs of several kinds, in order; where one takes more than there is, it says so. */
export async function gather(
  ...all: readonly (readonly [what: Proof["what"], proofs: AsyncGenerator<Proof>])[]
): Promise<readonly Proof[]> {
  const proofs: Proof[] = [];
  for (const [what, each] of all) {
    try {
      for await (const proof of each) proofs.push(proof);
    } catch (error) {
      const reason = reasonOver(error);
      if (reason === null) throw error;
      proofs.push(notAsked(what, reason));
    }
  }
  return proofs;
}

export function acceptedIn(claims: readonly Read<Claims>[]): Subject["accepted"] {
  const entries = claims.flatMap(({ content }) => content.accept ?? []);
  return {
    overwrite: new Map(
      entries.flatMap((entry) => ("overwrite" in entry ? [[entry.overwrite, entry.why] as const] : [])),
    ),
    again: new Map(entries.flatMap((entry) => ("again" in entry ? [[entry.again, entry.why] as const] : []))),
  };
}

/** How many documents are made, and for how long; those that the subject is not for are left out. */
const sampled = { documents: 300, milliseconds: 300 };

/** Makes the samples of a subject when they are first asked for. */
export function samplesOf(
  terms: Terms,
  run: SymbolicRun,
  linked: LinkedPacks,
  packs: readonly string[],
): Subject["samples"] {
  let made: readonly JsonObject[] | undefined;
  return () => {
    if (made !== undefined) return made;
    const found: JsonObject[] = [];
    const keep = (document: JsonObject) => {
      if (evaluateIn(terms, document).truth(run.given)) found.push(document);
      return false;
    };
    challenge(aimedDocuments([linked], new Set(packs), 1), keep, sampled);
    return (made = found);
  };
}

/** The packs that a stage runs. */
export function stageName(stage: LinkedPacks["stages"][number]): string {
  return stage.kind === "pack" ? stage.pack : [...new Set(stage.packs.values())].join(", ");
}
