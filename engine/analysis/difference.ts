import { jsonEqual, type JsonObject } from "../base/json.js";
import { readPath } from "../base/path.js";
import type { Result } from "../generated/result.js";
import { alike } from "./equality.js";
import type { Answer, Prover } from "./prover.js";
import { sequencesDiffer } from "./sequence.js";
import type { SymbolicLog, SymbolicRun } from "./symbolic-run.js";
import type { Bool, Value } from "./term.js";
import type { Terms } from "./terms.js";
import { either, get } from "./values.js";

/** One thing about an evaluation that others can see. */
export type Aspect =
  /** What a field holds afterwards, where neither run fails. */
  | { readonly kind: "field"; readonly path: string }
  /** The logs of one code, in order, with their levels and params. */
  | { readonly kind: "log"; readonly code: string }
  /** In which order logs of different codes come. */
  | { readonly kind: "log-order" }
  /** Whether the evaluation fails, with which code and kind. */
  | { readonly kind: "error" };

export type Difference =
  | { readonly kind: "same" }
  | { readonly kind: "different"; readonly document: JsonObject; readonly before: Result; readonly after: Result }
  | Extract<Answer, { kind: "unknown" | "not-encoded" }>;

/** Everything that two runs of the same terms could differ in. */
export function listAspects(before: SymbolicRun, after: SymbolicRun): readonly Aspect[] {
  const both = [before, after];
  const fields = [...new Set(both.flatMap(({ fields: all }) => all.map(({ path }) => path)))];
  const codes = [...new Set(both.flatMap(({ logs }) => logs.map(({ code }) => code)))];
  return [
    ...fields.map((path) => ({ kind: "field", path }) as const),
    ...codes.map((code) => ({ kind: "log", code }) as const),
    ...(codes.length > 1 ? [{ kind: "log-order" } as const] : []),
    { kind: "error" },
  ];
}

/** Where two runs differ in an aspect. */
export function differs(terms: Terms, before: SymbolicRun, after: SymbolicRun, aspect: Aspect): Bool {
  switch (aspect.kind) {
    case "field": {
      const [left, right] = [before, after].map(({ after: end }) => aspect.path.split(".").reduce((value, key) => get(terms, value, key), end)) as [Value, Value];
      return terms.and(before.ok, after.ok, terms.not(alike(terms, left, right)));
    }
    case "log": {
      const own = ({ logs }: SymbolicRun) => logs.filter(({ code }) => code === aspect.code).map(describeLog);
      return sequencesDiffer(terms, own(before), own(after));
    }
    case "log-order":
      const codes = ({ logs }: SymbolicRun) => logs.map(({ when, code }) => ({ when, head: code, values: [] }));
      return sequencesDiffer(terms, codes(before), codes(after));
    case "error": {
      const [left, right] = [before, after].map((run) => errorOf(terms, run)) as [[Value, Value], [Value, Value]];
      return terms.or(...left.map((value, index) => terms.not(alike(terms, value, right[index]!))));
    }
  }
}

/** Whether two runs ever differ in an aspect, with the smallest document that shows it, run in the engine itself. */
export async function findDifference(prover: Prover, terms: Terms, before: SymbolicRun, after: SymbolicRun, aspect: Aspect): Promise<Difference> {
  const answer = await prover.ask(terms, before.given, after.given, differs(terms, before, after, aspect));
  if (answer.kind === "never") return { kind: "same" };
  if (answer.kind !== "document") return answer;
  const { document } = answer;
  const results = [before, after].map((run) => run.evaluate(document)) as [Result, Result];
  if (!resultsDiffer(...results, aspect)) throw new Error(`a difference does not show in the engine: ${JSON.stringify({ aspect, document })}`);
  return { kind: "different", document, before: results[0], after: results[1] };
}

/** Code and kind of the failure; absent where there is none. */
function errorOf(terms: Terms, { failures }: SymbolicRun): [Value, Value] {
  const pick = (of: "code" | "kind") =>
    failures.reduceRight<Value>((rest, failure) => either(terms, failure.when, failure[of], rest), terms.constant(undefined));
  return [pick("code"), pick("kind")];
}

/** Level and the names of the params make a log what it is; the values of the params go with it. */
function describeLog({ when, level, params }: SymbolicLog) {
  const sorted = params.toSorted((left, right) => (left.name < right.name ? -1 : 1));
  return { when, head: JSON.stringify([level, sorted.map(({ name }) => name)]), values: sorted.map(({ value }) => value) };
}

/** Whether two results of the engine differ in an aspect. */
export function resultsDiffer(before: Result, after: Result, aspect: Aspect): boolean {
  if (aspect.kind === "field" && !(before.ok && after.ok)) return false;
  return !jsonEqual(aspectOf(aspect, before), aspectOf(aspect, after));
}

function aspectOf(aspect: Aspect, { document, logs, error }: Result): unknown {
  switch (aspect.kind) {
    case "field":
      return { value: readPath(document, aspect.path.split(".")) };
    case "log":
      return logs.filter(({ code }) => code === aspect.code).map(({ level, params }) => [level, params]);
    case "log-order":
      return logs.map(({ code }) => code);
    case "error":
      return error === null ? null : [error.code, error.kind];
  }
}
