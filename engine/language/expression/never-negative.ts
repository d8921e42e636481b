import type { ExpressionNode } from "./node.js";

/** Functions whose results are never negative. */
const counting: ReadonlySet<string> = new Set(["abs", "count", "length", "sqrt"]);

/** Functions whose results are not negative if their first argument is not. */
const keeping: ReadonlySet<string> = new Set(["ceil", "floor", "round"]);

/** Whether an expression can be seen never to be a negative number. */
export function isNeverNegative(node: ExpressionNode): boolean {
  switch (node.kind) {
    case "literal":
      return typeof node.value !== "number" || node.value >= 0;
    case "block":
      return isNeverNegative(node.of);
    case "arithmetic":
      return node.operator === "%"
        ? isNeverNegative(node.left)
        : node.operator !== "-" && isNeverNegative(node.left) && isNeverNegative(node.right);
    case "condition":
      return isNeverNegative(node.then) && (node.otherwise === null || isNeverNegative(node.otherwise));
    case "default":
      return isNeverNegative(node.of) && isNeverNegative(node.otherwise);
    case "call":
      return counting.has(node.name) || (keeping.has(node.name) && node.args.slice(0, 1).some(isNeverNegative));
    default:
      return false;
  }
}
