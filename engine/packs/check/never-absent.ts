import type { ExpressionNode } from "../../language/expression/node.js";
import { isBoolean } from "../../language/expression/shape.js";

/** Whether an expression has a value in every document, so comparisons with it need no guard. */
export function isNeverAbsent(node: ExpressionNode): boolean {
  switch (node.kind) {
    case "literal":
    case "concat":
    case "array":
    case "object":
      return true;
    case "block":
      return isNeverAbsent(node.of);
    case "condition":
      return isNeverAbsent(node.then) && node.otherwise !== null && isNeverAbsent(node.otherwise);
    case "default":
      return isNeverAbsent(node.of) || isNeverAbsent(node.otherwise);
    default:
      return isBoolean(node);
  }
}
