import { must } from "../common/must.js";
import type { Alias } from "../common/engine-adapter.js";
import type { Diagnostic } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import { documentToJson } from "../common/aliases.js";
import type { Claims } from "../generated/claims.js";
import type { Result } from "../generated/result.js";
import type { LinkedPack, LinkedPacks } from "../packs/linked.js";
import type { Read } from "../packs/read-packs.js";
import { shrinkDocument } from "../diff/shrink-document.js";
import { isOver, orWhenOver, reasonOver } from "../solver/budget.js";
import { refuted } from "../solver/challenge/challenge-sameness.js";
import { evaluateIn, type Evaluation } from "../solver/evaluate-term.js";
import { bound, unconfirmed, type Answer, type Prover } from "../solver/prover.js";
import type { SymbolicRun } from "../solver/encode/symbolic-run.js";
import type { Bool } from "../solver/term.js";
import type { Terms } from "../solver/terms.js";
import type { KeptProofs } from "./kept-proofs.js";
import type { ShownProof } from "./proved.js";

/** The answer to one question about a pack or a set, over all documents that the schema allows. */
export interface Proof {
  readonly what: "fires" | "fails" | "claim" | "idempotent" | "overwrites" | "order" | "same-field" | "apart";
  /** The proved or refuted statement; for the outcome `unknown`, the question. */
  readonly text: string;
  readonly outcome: "yes" | "no" | "unknown";
  /** The smallest witness or counterexample found; null if there is none. */
  readonly document: JsonObject | null;
  /** Why it is unknown, or additional information. */
  readonly note: string | null;
  /** The problem to fix. */
  readonly finding: Diagnostic | null;
}

/** What the engine does with a document. */
export interface Seen {
  readonly result: Result;
  /** The ids of the rules that fire. */
  readonly fired: ReadonlySet<string>;
}

export type Shows = (document: JsonObject) => boolean;

/** One pack, or stages of a set, under proof. */
export interface Subject {
  readonly prover: Prover;
  readonly terms: Terms;
  readonly linked: LinkedPacks;
  readonly run: SymbolicRun;
  /** Null for several packs of a set. */
  readonly pack: LinkedPack | null;
  /** Candidate witnesses with the values of terms in them: one that fits avoids the solver. */
  readonly known: readonly { readonly document: JsonObject; readonly evaluation: Evaluation }[];
  /**
   * Random documents for which all of these rules probably fire, and that have a value in the field that is to be
   * `filled`; many more of them when it is late, and the solver has given up.
   */
  firing(
    rules: readonly string[],
    options?: { readonly filled?: string; readonly isLate?: boolean },
  ): readonly JsonObject[];
  /** What the engine does with a document. */
  seen(document: JsonObject): Seen;
  /** The first document known or sampled, of those that the subject is for, that shows something. */
  first(shows: Shows): JsonObject | null;
  /** What earlier runs decided. */
  readonly kept: KeptProofs;
  /** Exceptions in the team's claims file, with their reasons, by path. */
  readonly accepted: { readonly overwrite: ReadonlyMap<string, string>; readonly again: ReadonlyMap<string, string> };
}

/** Asks for a document and runs the witness in the engine. If the engine does not confirm it, nothing is proved. */
export async function ask(
  subject: Subject,
  wanted: Bool,
  shows: Shows,
  how: "ask" | "askAny" = "askAny",
): Promise<Answer> {
  const { prover, terms, run } = subject;
  const shown = knownTo(subject, wanted) ?? (how === "askAny" ? (foundTo(subject, shows) ?? undefined) : undefined);
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
 * Asks for a document by way of a weaker formula that takes less time to decide.
 *
 * Lemma: the formula implies the weaker one, so if the latter is unsatisfiable, the formula is too. A witness of the
 * weaker one counts only if the engine confirms it; otherwise the formula itself is asked.
 */
export async function askWider(
  subject: Subject,
  wider: Bool,
  wanted: Bool,
  shows: Shows,
  { how = "askAny", more }: { readonly how?: "ask" | "askAny"; readonly more?: () => readonly JsonObject[] } = {},
): Promise<Answer> {
  const { prover, terms, run } = subject;
  if (knownTo(subject, wanted) !== undefined) return ask(subject, wanted, shows, how);
  const found = how === "askAny" ? foundTo(subject, shows, more) : null;
  if (found !== null) return { kind: "document", document: found };
  if (wider === wanted) return ask(subject, wanted, shows, how);
  const answer = await prover[how](terms, run.given, wider);
  if (answer.kind === "never") return challenged(subject, answer, shows);
  return answer.kind === "document" && shows(answer.document) ? answer : ask(subject, wanted, shows, how);
}

/**
 * Always returns an answer: when a budget is used up, that it is. All questions for the answer together take no longer
 * than one may.
 */
export async function answerOf(subject: Subject, work: (subject: Subject) => Promise<Answer>): Promise<Answer> {
  const { prover, terms } = subject;
  if (isOver(prover.budget)) return { kind: "unknown", reason: prover.timeOver };
  const limited = prover.forOne();
  bound(limited, terms);
  try {
    return await orWhenOver(
      () => work({ ...subject, prover: limited }),
      (reason) => ({ kind: "unknown", reason: isOver(limited.budget) ? limited.timeOver : reason }),
    );
  } finally {
    bound(prover, terms);
  }
}

/** Tests a statement proved for all documents on random ones, independently of the encoding. */
export function challenged(subject: Subject, answer: Answer, shows: Shows): Answer {
  const refuting = answer.kind === "never" ? subject.first(shows) : null;
  return refuting === null
    ? answer
    : {
        kind: "unknown",
        reason: `${refuted}: ${JSON.stringify(documentToJson(refuting, subject.linked.engine.alias))}`,
      };
}

/** A known document that satisfies the formula. */
export function knownTo({ run, known }: Subject, wanted: Bool): JsonObject | undefined {
  return known.find(({ evaluation: { truth } }) => truth(run.given) && truth(wanted))?.document;
}

/** A known or random document that shows something in the engine, made small; null if none does. */
export function foundTo(
  { terms, run, first }: Subject,
  shows: Shows,
  more: () => readonly JsonObject[] = () => [],
): JsonObject | null {
  const isMeant = (document: JsonObject) => evaluateIn(terms, document).truth(run.given);
  const found = first(shows) ?? more().find(shows);
  return found === undefined ? null : shrinkDocument(found, (document) => shows(document) && isMeant(document));
}

/** Explains an answer that decides nothing. */
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

/** What a proof covers if an alias may be more objects than the solver does. */
const limitedNote = ({ field, of, usualKey }: Alias): string =>
  `if ${field} is ${of}, its ${usualKey} or a separate object; other parts of ${of} were only searched`;

/** The question: the statement, and the one that holds if it is refuted. */
export interface Question extends Pick<Proof, "what" | "text"> {
  readonly denial: string;
}

/** Converts an answer to a proof; `found` and `never` are the outcomes if a document was found and if there is none. */
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
    const note = subject.terms.isComplete ? {} : { note: limitedNote(must(subject.linked.engine.alias, "the alias")) };
    return { ...decided(found === "yes" ? "no" : "yes"), ...note, ...rest };
  }
  return { ...base, outcome: "unknown", note: reasonOf(answer, subject) };
}

/** The proof of a question, as it was kept or as `prove` finds it. */
export async function keptOr(
  { kept, linked }: Subject,
  question: Question,
  prove: () => Promise<Proof>,
): Promise<Proof> {
  const before = kept.find(question);
  if (before !== undefined) return before;
  const proof = await prove();
  kept.add(question, toShown(proof, linked.engine.alias));
  return proof;
}

export function toShown({ document, ...proof }: Proof, alias: Alias | null): ShownProof {
  return { ...proof, document: document === null ? null : documentToJson(document, alias) };
}

export type Ask = (subject: Subject) => AsyncGenerator<Proof>;

/** Descriptions of proofs, for a kind that is skipped as a whole. */
const questions: Readonly<Record<Proof["what"], string>> = {
  fires: "every rule can fire",
  fails: "every `fail` can be reached",
  claim: "all claims hold",
  idempotent: "idempotent: re-evaluating the result changes nothing",
  overwrites: "no user-set value is overwritten without a warning",
  order: "adjacent rules commute",
  "same-field": "two rules can both write a field",
  apart: "proofs of single packs also hold for the set",
};

/** Reports a kind of proofs that was not started, or not finished. */
export function notAsked(what: Proof["what"], note: string): Proof {
  return { what, text: questions[what], outcome: "unknown", document: null, note, finding: null };
}

/** Collects the proofs of several kinds, in order, and reports a kind whose budget runs out. */
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

/** Names of the packs that a stage runs. */
export function stageName(stage: LinkedPacks["stages"][number]): string {
  return stage.kind === "pack" ? stage.pack : [...new Set(stage.packs.values())].join(", ");
}
