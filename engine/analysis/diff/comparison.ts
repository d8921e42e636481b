import { differs, listAspects } from "../difference.js";
import { alike } from "../equality.js";
import type { SymbolicFailure, SymbolicRun } from "../symbolic-run.js";
import type { Bool } from "../term.js";
import type { Terms } from "../terms.js";
import type { Aspect } from "./compare-rules.js";
import type { Scope } from "./scopes.js";

export interface Question {
  readonly aspect: Aspect;
  readonly differs: Bool;
}

/** Two versions over the documents that are meant, and all that they could differ in. */
export interface Comparison {
  readonly terms: Terms;
  readonly scope: Scope;
  readonly questions: readonly Question[];
}

export const comparison = (terms: Terms, scope: Scope): Comparison => ({ terms, scope, questions: questionsOf(terms, scope) });

/**
 * Everything that both could differ in, fields first: their documents often show the logs as well. Logs count where both
 * fail alike or not at all; where only one fails, that is told.
 */
function questionsOf(terms: Terms, { before, after }: Scope): readonly Question[] {
  const sameEnd = terms.not(differs(terms, before, after, { kind: "error" }));
  const aspects = listAspects(before, after);
  const fields = aspects.flatMap((aspect) => (aspect.kind === "field" ? [question("field", aspect.path, differs(terms, before, after, aspect))] : []));
  const logs = aspects.flatMap((aspect) => (aspect.kind === "log" ? [question("log", aspect.code, terms.and(sameEnd, differs(terms, before, after, aspect)))] : []));
  const failures = failuresOf(before, after).map((code) => question("failure", code, failureDiffers(terms, before, after, code)));
  const none = (of: readonly Question[]) => terms.not(terms.or(...of.map(({ differs: test }) => test)));
  const order = aspects.some(({ kind }) => kind === "log-order") ? differs(terms, before, after, { kind: "log-order" }) : terms.no;
  const rest = [
    question("log", "in another order", terms.and(sameEnd, order, none(logs))),
    question("failure", "of any other kind", terms.and(terms.not(sameEnd), none(failures))),
  ];
  return [...fields, ...logs, ...failures, ...rest].filter(({ differs: test }) => test !== terms.no);
}

function question(kind: Aspect["kind"], name: string, test: Bool): Question {
  return { aspect: { kind, name }, differs: test };
}

/** The codes of failures that are known by name. */
function failuresOf(...runs: readonly SymbolicRun[]): readonly string[] {
  const codes = runs.flatMap(({ failures }) => failures.flatMap(({ code }) => (code.kind === "constant" ? [code.value as string] : [])));
  return [...new Set(codes)];
}

/** Where only one of both fails with a code. */
function failureDiffers(terms: Terms, before: SymbolicRun, after: SymbolicRun, code: string): Bool {
  const [old, now] = [before, after].map(({ failures }) => terms.or(...failures.map((failure) => terms.and(failure.when, hasCode(terms, failure, code))))) as [Bool, Bool];
  return terms.or(terms.and(old, terms.not(now)), terms.and(now, terms.not(old)));
}

function hasCode(terms: Terms, failure: SymbolicFailure, code: string): Bool {
  return alike(terms, failure.code, terms.constant(code));
}
