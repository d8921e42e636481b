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

/** JSON that is safe inside any JavaScript source, a script element's included. */
export function literal(value: null | boolean | number | string): string {
  const text = JSON.stringify(value).replace(/[\u2028\u2029<]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`);
  return typeof value === "number" && value < 0 ? `(${text})` : text;
}
