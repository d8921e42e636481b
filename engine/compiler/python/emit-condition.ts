import { isOperatorName, type OperatorName } from "../../language/conditions/operators.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "../../language/node.js";
import { atom, call, enclose, flatten, pythonText, pythonValue, type Code, type Functions } from "./code.js";
import { declareExpression } from "./emit-expression.js";

/** Emits a condition over the document `d` as a Python expression of type bool. */
export function emitCondition(node: ConditionNode, functions: Functions): Code {
  return flatten(emitNode(node, functions), functions, "test", "d", "bool");
}

function emitNode(node: ConditionNode, functions: Functions): Code {
  switch (node.kind) {
    case "all":
    case "any": {
      if (node.of.length === 0) return atom("True");
      const parts = node.of.map((part) => emitCondition(part, functions));
      return enclose("(", parts, node.kind === "all" ? " and " : " or ", ")");
    }
    case "not":
      return enclose("(not ", [emitCondition(node.of, functions)], "", ")");
    case "named": {
      const { text } = emitCondition(node.of, functions);
      return call(functions.declare("condition", "d: Any", "bool", [`return ${text}`]), atom("d"));
    }
    case "comparison":
      return emitComparison(node, functions);
  }
}

/** Emits a value over the document `d` as a Python expression. */
export function emitValue(node: ValueNode, functions: Functions): Code {
  switch (node.kind) {
    case "constant":
      return pythonValue(node.value);
    case "path":
      return call("_read", atom("d"), ...node.path.map((name) => atom(pythonText(name))));
    case "fact":
    case "computed":
      return call(declareExpression(node.expression, functions), atom("d"));
  }
}

type EmitComparison = (fact: Code, value: Code, of: ValueNode) => Code;

const negated =
  (emit: EmitComparison): EmitComparison =>
  (...operands) =>
    enclose("(not ", [emit(...operands)], "", ")");
const calls =
  (name: string): EmitComparison =>
  (fact, value) =>
    call(name, fact, value);
const orders =
  (sign: string): EmitComparison =>
  (fact, value) =>
    call("_orders", fact, atom(pythonText(sign)), value);

const comparisons: Readonly<Record<OperatorName, EmitComparison>> = {
  equal: emitEqual,
  notEqual: negated(emitEqual),
  in: calls("_in"),
  notIn: negated(calls("_in")),
  contains: calls("_has_items"),
  doesNotContain: calls("_lacks_items"),
  lessThan: orders("<"),
  lessThanInclusive: orders("<="),
  greaterThan: orders(">"),
  greaterThanInclusive: orders(">="),
  isSet: (fact, value, of) => emitTest(call("_is_set", fact), value, of),
  isPresent: (fact, value, of) => emitTest(enclose("(", [fact], "", " is not _ABSENT)"), value, of),
};

function emitComparison({ fact, operator, value }: ComparisonNode, functions: Functions): Code {
  if (!isOperatorName(operator)) throw new Error(`operator ${operator} was not checked`);
  return comparisons[operator](emitValue(fact, functions), emitValue(value, functions), value);
}

/** Uses Python's own equality where it always agrees. */
function emitEqual(fact: Code, value: Code, node: ValueNode): Code {
  if (node.kind !== "constant" || typeof node.value === "number") return call("_strict", fact, value);
  return enclose("(", [fact, value], typeof node.value === "string" ? " == " : " is ", ")");
}

function emitTest(found: Code, value: Code, node: ValueNode): Code {
  if (node.kind !== "constant" || typeof node.value !== "boolean") return call("_strict", found, value);
  return node.value ? found : enclose("(not ", [found], "", ")");
}
