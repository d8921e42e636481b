import type { Json } from "../common/json.js";
import type { Path } from "../common/path.js";
import type { ExpressionNode } from "./expression/node.js";

/** A value that depends on the document. `at` is its location in the pack, as a JSON Pointer. */
export type ValueNode =
  | { readonly kind: "constant"; readonly at: string; readonly value: Json }
  | { readonly kind: "path"; readonly at: string; readonly text: string; readonly path: Path }
  | ({ readonly kind: "fact"; readonly at: string; readonly text: string } & Computed)
  | ({ readonly kind: "computed"; readonly at: string; readonly text: string } & Computed);

interface Computed {
  readonly expression: ExpressionNode;
  /** The read set of the expression, if it is known without the expression. */
  readonly reads?: readonly Path[];
}

/** Condition AST with resolved names. */
export type ConditionNode =
  | { readonly kind: "all" | "any"; readonly at: string; readonly of: readonly ConditionNode[] }
  | { readonly kind: "not"; readonly at: string; readonly of: ConditionNode }
  | { readonly kind: "named"; readonly at: string; readonly name: string; readonly of: ConditionNode }
  | ComparisonNode;

export interface ComparisonNode {
  readonly kind: "comparison";
  readonly at: string;
  readonly fact: Exclude<ValueNode, { kind: "constant" | "computed" }>;
  readonly operator: string;
  readonly value: Exclude<ValueNode, { kind: "computed" }>;
}
