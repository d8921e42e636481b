import type { TracedCondition, TracedRule } from "../generated/result.js";
import type { Json } from "../common/json.js";
import { closeCondition } from "../language/conditions/conditions.js";
import type { ConditionNode } from "../language/node.js";
import type { Operators } from "../language/conditions/operators.js";
import { readCondition, type Tape, type TapeCondition } from "../language/tape.js";

/** How a rule stands on a tape, before what its condition found. */
interface TapeRule {
  readonly id: string;
  readonly when: TapeCondition | null;
}

/** The tape of an evaluation, as rules with their conditions. */
export function readTrace(tape: Tape): TracedRule[] {
  const reader = { tape, next: 0 };
  const rules: TracedRule[] = [];
  while (reader.next < tape.length) {
    const { id: rule, when } = tape[reader.next++] as TapeRule;
    const traced = when === null ? null : readCondition(when, reader);
    rules.push(traced === null ? { rule, fired: true } : { rule, fired: traced.result === true, when: traced });
  }
  return rules;
}

/** One condition over a document, with the result and the values of each part. */
export function traceCondition(node: ConditionNode, operators: Operators, document: Json): TracedCondition {
  const tape: Tape = [];
  closeCondition(node, operators)(document, tape);
  return readCondition(node, { tape, next: 0 });
}
