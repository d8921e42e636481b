import { startEvaluation, type Evaluation, type Step } from "../actions/evaluation.js";
import type { JsonObject } from "../base/json.js";
import type { Result, TracedRule } from "../generated/result.js";
import { ExpressionError } from "../lang/expression/expression-error.js";
import { OperatorError } from "../lang/operators.js";
import type { Tape } from "../lang/tape.js";
import { readTrace } from "./read-trace.js";

/** Runs a step over a document. All or nothing: where it fails, there is no document. */
export function runProgram(step: Step, document: JsonObject, trace: boolean): Result {
  const evaluation = startEvaluation(document, trace);
  const ok = attempt(step, evaluation);
  const { changes, logs, error, tape } = evaluation;
  const after = ok ? (evaluation.document as NonNullable<Result["document"]>) : null;
  return tape === null ? { ok, document: after, changes, logs, error } : new TracedResult(ok, after, changes, logs, error, tape);
}

/** A result whose trace is read from the tape when it is asked for: most who trace look at few. */
class TracedResult implements Result {
  readonly #tape: Tape;
  #trace: TracedRule[] | undefined;

  constructor(
    readonly ok: boolean,
    readonly document: Result["document"],
    readonly changes: Result["changes"],
    readonly logs: Result["logs"],
    readonly error: Result["error"],
    tape: Tape,
  ) {
    this.#tape = tape;
  }

  get trace(): TracedRule[] {
    return (this.#trace ??= readTrace(this.#tape));
  }

  toJSON(): Result {
    const { ok, document, changes, logs, error, trace } = this;
    return { ok, document, changes, logs, error, trace };
  }
}

function attempt(step: Step, evaluation: Evaluation): boolean {
  try {
    return step(evaluation);
  } catch (error) {
    const { rule } = evaluation;
    if (error instanceof ExpressionError) {
      evaluation.error = { code: `fettle/jsonata-${error.code}`, kind: error.kind, message: error.message, rule };
    } else if (error instanceof OperatorError) {
      evaluation.error = { code: "fettle/operator", kind: "type", message: error.message, rule };
    } else throw error;
    return false;
  }
}
