import { plainPath } from "./expression/static.js";
import type { ComparisonNode, ConditionNode, ValueNode } from "./node.js";
import type { Path } from "../base/path.js";

/** Every comparison of a condition, from left to right. */
export function comparisonsOf(node: ConditionNode): readonly ComparisonNode[] {
  switch (node.kind) {
    case "all":
    case "any":
      return node.of.flatMap(comparisonsOf);
    case "not":
    case "named":
      return comparisonsOf(node.of);
    case "comparison":
      return [node];
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
