import type { ExpressionNode } from "./node.js";
import type { SyntaxTree } from "./syntax-tree.js";

/** What the parts of the conversion hand each other. */
export interface Conversion {
  readonly text: string;
  /** Converts a part of a tree, one level deeper. */
  inner(tree: SyntaxTree): ExpressionNode;
}
