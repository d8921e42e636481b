import type { Alias } from "../common/engine-adapter.js";
import { startEvaluation, type Evaluation, type Step } from "../language/actions/evaluation.js";
import type { JsonObject } from "../common/json.js";
import type { Result, TracedRule } from "../generated/result.js";
import { ExpressionError } from "../language/expression/expression-error.js";
import { beginTotal, endTotal, LimitError } from "../language/expression/runtime/budget.js";
import { OperatorError } from "../language/conditions/operators.js";
import type { TraceBuffer } from "../language/trace-buffer.js";
import { readTrace } from "./read-trace.js";

/** Runs a step over a document, all or nothing: a failure yields no document. */
export function runProgram(step: Step, document: JsonObject, alias: Alias | null, trace: boolean): Result {
  const evaluation = startEvaluation(document, alias, trace);
  beginTotal();
  const ok = attempt(step, evaluation);
  endTotal();
  const { changes, logs, error, buffer } = evaluation;
  const result = (
    ok
      ? { ok, document: evaluation.document, changes, logs, error: null }
      : { ok, document: null, changes, logs, error }
  ) as Result;
  return buffer === null ? result : withTrace(result, buffer);
}

/** Adds a private field to an existing object. */
class Given {
  constructor(object: object) {
    return object;
  }
}

/** Attaches the trace buffer to a result as a private field, which costs a tenth of a non-enumerable property. */
class Recorded extends Given {
  #buffer: TraceBuffer;
  #trace: TracedRule[] | undefined;

  constructor(result: object, buffer: TraceBuffer) {
    super(result);
    this.#buffer = buffer;
  }

  static traceOf(result: object): TracedRule[] {
    const recorded = result as Recorded;
    return (recorded.#trace ??= readTrace(recorded.#buffer));
  }
}

/** One accessor for all results: a closure for each would cost more than the rules. */
function trace(this: Result): TracedRule[] {
  return Recorded.traceOf(this);
}

/** Legacy but universally supported, and a third faster than any other way to add an accessor to an object. */
interface WithGetter {
  __defineGetter__(name: "trace", get: (this: Result) => TracedRule[]): void;
}

/** Adds a lazily decoded `trace`: most callers read few traces. */
function withTrace(result: Result, buffer: TraceBuffer): Result {
  new Recorded(result, buffer);
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
