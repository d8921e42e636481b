import { memoize } from "../../common/memoize.js";
import type { ExpressionNode } from "./node.js";

/** Number of nodes of an expression; a shared subtree counts at each use. */
export const countNodes: (node: ExpressionNode) => number = memoize(
  (node: ExpressionNode): number => 1 + countIn(node),
);

function countIn(part: object): number {
  let count = 0;
  for (const inner of Object.values(part) as unknown[]) {
    if (typeof inner !== "object" || inner === null) continue;
    count += Object.hasOwn(inner, "kind") ? countNodes(inner as ExpressionNode) : countIn(inner);
  }
  return count;
}
