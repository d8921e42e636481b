import type { ExpressionNode } from "./node.js";

/** JavaScript source that refers to the document and the `runtime` table. Evaluated often, so each should be a name. */
export interface EmitEnvironment {
  readonly root: string;
  readonly rt: string;
  /** Emits a fast read of a path of keys from the document; `slow` is source with jsonata's full semantics. */
  readonly read?: ((path: readonly string[], slow: string) => string) | undefined;
}

/** Scope of a piece of generated code. */
export interface Scope extends EmitEnvironment {
  /** Source of the context value. */
  readonly input: string;
  /** Number of enclosing functions, which determines the next item variable. */
  readonly depth: number;
  /** Variables of facts that are used inside steps and filters, and computed once. */
  readonly facts: Map<ExpressionNode, string>;
}

/** Emits the value of a node. */
export type Emit = (node: ExpressionNode, scope: Scope) => string;

/** Emits a function of an item that is the context of `body`. */
export function arrow(scope: Scope, body: (inner: Scope) => string): string {
  const item = `item${scope.depth}`;
  return `(${item})=>${body({ ...scope, input: item, depth: scope.depth + 1 })}`;
}
