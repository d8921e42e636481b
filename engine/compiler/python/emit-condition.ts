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

const orders: Readonly<Record<string, string>> = {
  lessThan: "<",
  lessThanInclusive: "<=",
  greaterThan: ">",
  greaterThanInclusive: ">=",
};

/** Operators that {@link emitComparison} supports; all others are custom. */
export const pythonOperators: ReadonlySet<string> = new Set([
  ...Object.keys(orders),
  ...["equal", "notEqual", "in", "notIn", "contains", "doesNotContain", "isSet", "isPresent"],
]);

function emitComparison(node: ComparisonNode, functions: Functions): Code {
  const [fact, value] = [emitValue(node.fact, functions), emitValue(node.value, functions)];
  const negated = (code: Code): Code => enclose("(not ", [code], "", ")");
  switch (node.operator) {
    case "equal":
      return emitEqual(fact, value, node.value);
    case "notEqual":
      return negated(emitEqual(fact, value, node.value));
    case "in":
      return call("_in", fact, value);
    case "notIn":
      return negated(call("_in", fact, value));
    case "contains":
      return call("_has_items", fact, value);
    case "doesNotContain":
      return call("_lacks_items", fact, value);
    case "isSet":
      return emitTest(call("_is_set", fact), value, node.value);
    case "isPresent":
      return emitTest(enclose("(", [fact], "", " is not _ABSENT)"), value, node.value);
    default: {
      const sign = orders[node.operator];
      if (sign === undefined) throw new Error(`operator ${node.operator} was not checked`);
      return call("_orders", fact, atom(pythonText(sign)), value);
    }
  }
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
