import type { ExpressionNode } from "./node.js";
import type { SyntaxTree } from "./syntax-tree.js";

/** Resolves `$name` to the expression of the fact with that name, over the whole document. */
export type FindFact = (name: string) => ExpressionNode | undefined;

/** Context shared by the lowering functions. */
export interface Lowering {
  readonly text: string;
  /** Lowers a subtree, one level deeper. */
  inner(tree: SyntaxTree): ExpressionNode;
  /** Lowers a step or filter, whose context is a value inside the document. */
  below(tree: SyntaxTree): ExpressionNode;
  /** Resolves a fact; undefined if there is none with this name. */
  fact(name: string): ExpressionNode | undefined;
}
