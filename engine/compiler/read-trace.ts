import type { TracedCondition, TracedRule } from "../generated/result.js";
import type { Json } from "../common/json.js";
import { compileCondition } from "../language/conditions/conditions.js";
import type { ConditionNode } from "../language/node.js";
import type { Operators } from "../language/conditions/operators.js";
import { readCondition, type TraceBuffer, type BufferedCondition } from "../language/trace-buffer.js";

/** The entry of a rule in a trace buffer, followed by the values of its condition. */
interface BufferedRule {
  readonly id: string;
  readonly when: BufferedCondition | null;
}

/** Decodes a trace buffer into rules with their conditions. */
export function readTrace(buffer: TraceBuffer): TracedRule[] {
  const reader = { buffer, next: 0 };
  const rules: TracedRule[] = [];
  while (reader.next < buffer.length) {
    const { id: rule, when } = buffer[reader.next++] as BufferedRule;
    const traced = when === null ? null : readCondition(when, reader);
    rules.push(traced === null ? { rule, fired: true } : { rule, fired: traced.result === true, when: traced });
  }
  return rules;
}

/** Evaluates one condition over a document, with the result and the values of each part. */
export function traceCondition(node: ConditionNode, operators: Operators, document: Json): TracedCondition {
  const buffer: TraceBuffer = [];
  compileCondition(node, operators)(document, buffer);
  return readCondition(node, { buffer, next: 0 });
}
