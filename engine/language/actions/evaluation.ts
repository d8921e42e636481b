import type { JsonObject, MaybeJson } from "../../common/json.js";
import type { Change, EvaluationError, LogEntry } from "../../generated/result.js";
import type { TraceBuffer } from "../trace-buffer.js";

/** One evaluation under way. The caller's document is shared, never written: see write.ts. */
export interface Evaluation {
  document: JsonObject;
  /** The caller's document, whose order of keys the result keeps. */
  readonly input: JsonObject;
  /** What is known of the order of keys that were added: see key-order.ts. */
  added: AddedKeys | null;
  readonly changes: Change[];
  readonly logs: LogEntry[];
  error: EvaluationError | null;
  /** The rule that runs, for an error that has no better place. */
  rule: string | null;
  /**
   * Objects that this evaluation made and may write into, the document first; with an object all that lead to it. Few,
   * so a list is faster than a set.
   */
  owned: object[];
  /** Rules that were reached, each followed by what its condition found; null where no trace is wanted. */
  readonly buffer: TraceBuffer | null;
}

/** The last key added to the object at a path, followed by the entries of other objects: grows without copies. */
export interface AddedKeys {
  readonly path: string;
  name: string;
  readonly others: AddedKeys | null;
}

/** An object that is written into. */
export type Container = Record<string, unknown>;

/** A part of a program: true to go on, false where the evaluation has failed. */
export type Step = (evaluation: Evaluation) => boolean;

/** The list of who owns nothing, shared by all: the first object comes with a new list. */
const none: object[] = Object.freeze([]) as unknown as object[];

export function startEvaluation(document: JsonObject, trace: boolean): Evaluation {
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
    added: null,
  };
}

/** Ends the evaluation: always false, so that a step can return it. */
export function stop(evaluation: Evaluation, error: EvaluationError): false {
  evaluation.error = error;
  return false;
}

/**
 * A value that leaves the document, into the ledger or a log. What the evaluation owned may now be reached from
 * elsewhere, so a later write has to copy it again.
 */
export function release<Value extends MaybeJson>(evaluation: Evaluation, value: Value): Value {
  if (typeof value === "object" && value !== null) disown(evaluation);
  return value;
}

/**
 * A part of the document, as a path finds it, that is kept to be looked at. What this evaluation has not made is never
 * written into, and holds nothing that it made; an array may be one that the path has made of other parts.
 */
export function lend(evaluation: Evaluation, part: object | null): void {
  if (part !== null && (Array.isArray(part) || owns(evaluation.owned, part))) disown(evaluation);
}

/** Every object of the evaluation may now be reached from elsewhere. */
export function disown(evaluation: Evaluation): void {
  evaluation.owned = none;
}

/** Whether an object is in the list: a loop, which for so few is faster than `includes`. */
export function owns(owned: readonly object[], object: object): boolean {
  for (let index = 0; index < owned.length; index++) if (owned[index] === object) return true;
  return false;
}
