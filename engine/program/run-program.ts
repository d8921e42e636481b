import { startEvaluation, type Evaluation, type Step } from "../actions/evaluation.js";
import type { JsonObject } from "../base/json.js";
import type { Result } from "../generated/result.js";
import { ExpressionError } from "../lang/expression/expression-error.js";
import { OperatorError } from "../lang/operators.js";
import { readTrace } from "./read-trace.js";

/** Runs a step over a document. All or nothing: where it fails, there is no document. */
export function runProgram(step: Step, document: JsonObject, trace: boolean): Result {
  const evaluation = startEvaluation(document, trace);
  const ok = attempt(step, evaluation);
  const { changes, logs, error, tape } = evaluation;
  const after = ok ? (evaluation.document as NonNullable<Result["document"]>) : null;
  if (tape === null) return { ok, document: after, changes, logs, error };
  let expanded: Result["trace"];
  return {
    ...{ ok, document: after, changes, logs, error },
    get trace() {
      return (expanded ??= readTrace(tape));
    },
  };
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
