import type { Json } from "../base/json.js";
import type { Emitter } from "./emitter.js";
import type { ComparisonNode, ConditionNode } from "./node.js";
import type { Operator, Operators } from "./operators.js";
import { closeValue, emitValue } from "./values.js";

/** A condition as a function of the document; `all` and `any` stop as soon as the answer is known. */
export function closeCondition(node: ConditionNode, operators: Operators): (document: Json) => boolean {
  switch (node.kind) {
    case "all":
    case "any": {
      const parts = node.of.map((part) => closeCondition(part, operators));
      if (node.kind === "all" || parts.length === 0) return (document) => parts.every((part) => part(document));
      return (document) => parts.some((part) => part(document));
    }
    case "not": {
      const part = closeCondition(node.of, operators);
      return (document) => !part(document);
    }
    case "named":
      return closeCondition(node.of, operators);
    case "comparison": {
      const { test } = operatorOf(node, operators);
      const [fact, value] = [closeValue(node.fact), closeValue(node.value)];
      return (document) => test(fact(document), value(document));
    }
  }
}

/** A condition as a JavaScript expression. */
export function emitCondition(node: ConditionNode, operators: Operators, emitter: Emitter): string {
  switch (node.kind) {
    case "all":
    case "any": {
      if (node.of.length === 0) return "true";
      const parts = node.of.map((part) => emitCondition(part, operators, emitter));
      return `(${parts.join(node.kind === "all" ? "&&" : "||")})`;
    }
    case "not":
      return `!${emitCondition(node.of, operators, emitter)}`;
    case "named":
      return emitCondition(node.of, operators, emitter);
    case "comparison": {
      const operator = operatorOf(node, operators);
      const [fact, value] = [emitValue(node.fact, emitter), emitValue(node.value, emitter)];
      return `(${operator.emit?.(fact, value) ?? `${emitter.constant(operator.test)}(${fact},${value})`})`;
    }
  }
}

export function operatorOf(node: ComparisonNode, operators: Operators): Operator {
  const operator = operators.get(node.operator);
  if (operator === null) throw new Error(`operator ${node.operator} was not checked`);
  return operator;
}

