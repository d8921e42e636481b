import type { ExpressionNode } from "./node.js";
import type { SyntaxTree } from "./syntax-tree.js";

/** What `$name` stands for: the expression of the fact of that name, over the whole document. */
export type FindFact = (name: string) => ExpressionNode | undefined;

/** The context that the lowering functions share. */
export interface Lowering {
  readonly text: string;
  /** Converts a part of a tree, one level deeper. */
  inner(tree: SyntaxTree): ExpressionNode;
  /** The same for a step or filter, which looks at values inside the document. */
  below(tree: SyntaxTree): ExpressionNode;
  /** The value of a fact; undefined where there is none of this name. */
  fact(name: string): ExpressionNode | undefined;
}
