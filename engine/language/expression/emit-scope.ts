import { toSource } from "../../common/source.js";
import type { ExpressionNode } from "./node.js";

/** JavaScript source that names the document and the `runtime` table. Evaluated often, so each should be a name. */
export interface EmitEnvironment {
  readonly root: string;
  readonly rt: string;
  /** A shorter way to read a path of keys from the document; `slow` is the source that always gives jsonata's answer. */
  readonly read?: ((path: readonly string[], slow: string) => string) | undefined;
}

/** Where a piece of code stands. */
export interface Scope extends EmitEnvironment {
  /** Source of the context's value. */
  readonly input: string;
  /** How many functions enclose the piece, which names the next item variable. */
  readonly depth: number;
}

/** Source of a node's value. */
export type Emit = (node: ExpressionNode, scope: Scope) => string;

/** A function of an item in whose context `body` stands. */
export function arrow(scope: Scope, body: (inner: Scope) => string): string {
  const item = `item${scope.depth}`;
  return `(${item})=>${body({ ...scope, input: item, depth: scope.depth + 1 })}`;
}

/** A JSON primitive as JavaScript source; a negative number in brackets, so that it can follow an operator. */
export function literal(value: null | boolean | number | string): string {
  const text = toSource(value);
  return typeof value === "number" && value < 0 ? `(${text})` : text;
}
