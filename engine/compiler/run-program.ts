import { startEvaluation, type Evaluation, type Step } from "../language/actions/evaluation.js";
import type { JsonObject } from "../common/json.js";
import type { Result, TracedRule } from "../generated/result.js";
import { ExpressionError } from "../language/expression/expression-error.js";
import { beginTotal, endTotal, LimitError } from "../language/expression/runtime/budget.js";
import { OperatorError } from "../language/conditions/operators.js";
import type { Tape } from "../language/tape.js";
import { readTrace } from "./read-trace.js";

/** Runs a step over a document. All or nothing: where it fails, there is no document. */
export function runProgram(step: Step, document: JsonObject, trace: boolean): Result {
  const evaluation = startEvaluation(document, trace);
  beginTotal();
  const ok = attempt(step, evaluation);
  endTotal();
  const { changes, logs, error, tape } = evaluation;
  const result = (
    ok
      ? { ok, document: evaluation.document, changes, logs, error: null }
      : { ok, document: null, changes, logs, error }
  ) as Result;
  return tape === null ? result : withTrace(result, tape);
}

/** Gives a field of its own to an object that another made. */
class Given {
  constructor(object: object) {
    return object;
  }
}

/** The tape behind a result: a private field, which costs a tenth of a hidden property. */
class Recorded extends Given {
  #tape: Tape;
  #trace: TracedRule[] | undefined;

  constructor(result: object, tape: Tape) {
    super(result);
    this.#tape = tape;
  }

  static traceOf(result: object): TracedRule[] {
    const recorded = result as Recorded;
    return (recorded.#trace ??= readTrace(recorded.#tape));
  }
}

/** One accessor for all results: a function for each would cost more than the rules do. */
function trace(this: Result): TracedRule[] {
  return Recorded.traceOf(this);
}

/** Legacy, but everywhere, and of the ways to give an object an accessor the fastest by a third. */
interface WithGetter {
  __defineGetter__(name: "trace", get: (this: Result) => TracedRule[]): void;
}

/** Adds a trace that is read from the tape when it is asked for: most who trace look at few. */
function withTrace(result: Result, tape: Tape): Result {
  new Recorded(result, tape);
  (result as unknown as WithGetter).__defineGetter__("trace", trace);
  return result;
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
    } else if (error instanceof LimitError) {
      evaluation.error = { code: "fettle/limit", kind: "limit", message: error.message, rule };
    } else {
      endTotal();
      throw error;
    }
    return false;
  }
}
