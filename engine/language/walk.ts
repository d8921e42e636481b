import { plainPath } from "./expression/static.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "./node.js";
import type { Path } from "../common/path.js";

/** Lists the comparisons of a condition from left to right; those of a named condition once, regardless of its uses. */
export function comparisonsOf(node: ConditionNode): readonly ComparisonNode[] {
  const found: ComparisonNode[] = [];
  visitComparisons(node, (comparison) => found.push(comparison));
  return found;
}

/** Visits them; `seen` are named conditions that need no further visit. */
export function visitComparisons(
  node: ConditionNode,
  visit: (comparison: ComparisonNode) => void,
  seen: Set<ConditionNode> = new Set(),
): void {
  switch (node.kind) {
    case "all":
    case "any":
      for (const part of node.of) visitComparisons(part, visit, seen);
      return;
    case "not":
    case "named":
      if (!seen.has(node.of)) visitComparisons(node.of, visit, seen.add(node.of));
      return;
    case "comparison":
      return visit(node);
  }
}

/** Visits every comparison at every use; `into` tells whether to descend into named conditions at each use. */
export function visitUses(node: ConditionNode, visit: (comparison: ComparisonNode) => void, into: boolean): void {
  switch (node.kind) {
    case "all":
    case "any":
      for (const part of node.of) visitUses(part, visit, into);
      return;
    case "not":
      return visitUses(node.of, visit, into);
    case "named":
      return into ? visitUses(node.of, visit, into) : undefined;
    case "comparison":
      return visit(node);
  }
}

/** Number of additional parts that result from using named conditions more than once. */
export function repeatedParts(nodes: readonly ConditionNode[]): number {
  const sizes = new Map<ConditionNode, number>();
  let written = 0;
  const size = (node: ConditionNode): number => {
    written++;
    switch (node.kind) {
      case "all":
      case "any":
        return node.of.reduce((sum, part) => sum + size(part), 1);
      case "not":
      case "named": {
        const known = sizes.get(node.of) ?? size(node.of);
        sizes.set(node.of, known);
        return 1 + known;
      }
      case "comparison":
        return 1;
    }
  };
  return nodes.reduce((sum, node) => sum + size(node), 0) - written;
}

/** Returns the path of a value that is a plain read, otherwise null. */
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

/** Key of a value: values with equal keys are equal in every document. */
export function keyOf(node: ValueNode): string {
  return (
    pathOf(node)?.join(".") ?? (node.kind === "constant" ? JSON.stringify(node.value) : `${node.kind} ${node.text}`)
  );
}
