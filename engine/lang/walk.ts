import { plainPath } from "./expression/static.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "./node.js";
import type { Path } from "../base/path.js";

/** Every comparison of a condition, from left to right. */
export function comparisonsOf(node: ConditionNode): readonly ComparisonNode[] {
  const found: ComparisonNode[] = [];
  visitComparisons(node, (comparison) => found.push(comparison));
  return found;
}

export function visitComparisons(node: ConditionNode, visit: (comparison: ComparisonNode) => void): void {
  switch (node.kind) {
    case "all":
    case "any":
      for (const part of node.of) visitComparisons(part, visit);
      return;
    case "not":
    case "named":
      return visitComparisons(node.of, visit);
    case "comparison":
      return visit(node);
  }
}

/** The path that a value is read from, where it is nothing but a path. */
export function pathOf(node: ValueNode): Path | null {
  switch (node.kind) {
    case "constant":
      return null;
    case "path":
      return node.path;
    case "fact":
    case "computed":
      return plainPath(node.expression);
  }
}

/** What a value is known by: two values with one key are the same in every document. */
export function keyOf(node: ValueNode): string {
  return pathOf(node)?.join(".") ?? (node.kind === "constant" ? JSON.stringify(node.value) : `${node.kind} ${node.text}`);
}
