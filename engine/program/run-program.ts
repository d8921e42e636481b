import { startEvaluation, type Evaluation, type Step } from "../actions/evaluation.js";
import type { JsonObject } from "../base/json.js";
import type { Result } from "../generated/result.js";
import { ExpressionError } from "../lang/expression/expression-error.js";
import { OperatorError } from "../lang/operators.js";

/** Runs a step over a document. All or nothing: where it fails, there is no document. */
export function runProgram(step: Step, document: JsonObject, trace: boolean): Result {
  const evaluation = startEvaluation(document, trace);
  const ok = attempt(step, evaluation);
  const { changes, logs, error } = evaluation;
  const result = { ok, document: ok ? (evaluation.document as { [k: string]: unknown }) : null, changes, logs, error };
  return evaluation.trace === null ? result : { ...result, trace: evaluation.trace };
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
