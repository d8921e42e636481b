import type { Alias } from "../../common/engine-adapter.js";
import type { JsonObject, MaybeJson } from "../../common/json.js";
import type { Change, EvaluationError, LogEntry } from "../../generated/result.js";
import type { TraceBuffer } from "../trace-buffer.js";

/** State of one evaluation. The caller's document is shared and never modified: see write.ts. */
export interface Evaluation {
  document: JsonObject;
  /** The caller's document, whose key order the result preserves. */
  readonly input: JsonObject;
  /** The object that has a second name, which writes preserve: see sharing.ts. */
  readonly alias: Alias | null;
  /** Known order of added keys: see key-order.ts. */
  added: AddedKeys | null;
  readonly changes: Change[];
  readonly logs: LogEntry[];
  error: EvaluationError | null;
  /** The current rule, for errors without a more specific location. */
  rule: string | null;
  /**
   * Objects that this evaluation created and may modify, the document first. If an object is listed, so are all its
   * ancestors. The list is short, so it is faster than a set.
   */
  owned: object[];
  /** The rules that were reached, each followed by the results of its condition; null if no trace is recorded. */
  readonly buffer: TraceBuffer | null;
}

/** The last key added to the object at a path, linked to the entries of other objects. It grows without copying. */
export interface AddedKeys {
  readonly path: string;
  name: string;
  readonly others: AddedKeys | null;
}

/** An object that is being modified. */
export type Container = Record<string, unknown>;

/** A step of a program: true to continue, false if the evaluation failed. */
export type Step = (evaluation: Evaluation) => boolean;

/** The shared empty list of owned objects; the first owned object allocates a new list. */
const none: object[] = Object.freeze([]) as unknown as object[];

export function startEvaluation(document: JsonObject, alias: Alias | null, trace: boolean): Evaluation {
  const buffer = trace ? [] : null;
  return {
    document,
    changes: [],
    logs: [],
    error: null,
    rule: null,
    owned: none,
    buffer,
    input: document,
    alias,
    added: null,
  };
}

/** Fails the evaluation. Always returns false, so that a step can return the call. */
export function stop(evaluation: Evaluation, error: EvaluationError): false {
  evaluation.error = error;
  return false;
}

/**
 * Releases a value into the ledger or a log. Objects that the evaluation owned may now be aliased, so a later write
 * must copy them again.
 */
export function release<Value extends MaybeJson>(evaluation: Evaluation, value: Value): Value {
  if (typeof value === "object" && value !== null) disown(evaluation);
  return value;
}

/**
 * Lends a part of the document, found by a path, for reading later. An object that this evaluation did not create is
 * never modified and contains none that it created. An array may have been assembled by the path from other parts.
 */
export function lend(evaluation: Evaluation, part: object | null): void {
  if (part !== null && (Array.isArray(part) || owns(evaluation.owned, part))) disown(evaluation);
}

/** Gives up ownership of all objects, since any may now be aliased. */
export function disown(evaluation: Evaluation): void {
  evaluation.owned = none;
}

/** Whether an object is in the list. For lists this short, a loop is faster than `includes`. */
export function owns(owned: readonly object[], object: object): boolean {
  for (let index = 0; index < owned.length; index++) if (owned[index] === object) return true;
  return false;
}
