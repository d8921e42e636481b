import type { Alias } from "../common/engine-adapter.js";
import type { Path } from "../common/path.js";
import { toSource } from "../common/source.js";
import type { ConditionNode, ValueNode } from "./node.js";

/** Collects the external references of generated code. */
export interface Emitter {
  /** The object of the document that has a second name. */
  readonly alias: Alias | null;
  /** JavaScript for a value: inlined if primitive, otherwise a reference to a constant. */
  constant(value: unknown): string;
  /** JavaScript for an operator's test, by name. */
  operator(name: string): string;
  /** JavaScript for the step of another pack, by name. */
  include(pack: string): string;
  /**
   * JavaScript for a memoized value. `source` computes it; `quick` cannot fail and computes it too, unless it gives
   * undefined. The two are identical for a plain path read. `quick` is null if there is no fast path.
   */
  recall(node: Exclude<ValueNode, { kind: "constant" }>, source: string, quick: string | null): string;
  /**
   * Statements that invalidate memoized values which a write to the path may change; all of them if the path is null.
   */
  forget(path: Path | null): string;
  /** JavaScript for a named condition, emitted by `emit`: inlined, or a call of a function that all its uses share. */
  condition(node: ConditionNode, emit: (emitter: Emitter) => string, buffer: boolean): string;
  /**
   * Adds a function to the program, deduplicated by text, and returns its name. The text is its parameters and body.
   */
  declare(text: string): string;
}

/** Names of the bindings that generated code refers to. */
export const names = {
  document: "d",
  evaluation: "e",
  constants: "k",
  expressions: "x",
  helpers: "h",
  buffer: "t",
  includes: "i",
  operators: "o",
} as const;

const identifier = /^[A-Za-z_]\w*$/;

/** Emits access to a key of a known object, for names that only an own key can match. */
export function readOf(object: string, name: string): string {
  return identifier.test(name) ? `${object}.${name}` : `${object}[${literal(name)}]`;
}

/** Emits a JSON primitive as JavaScript source. */
export function literal(value: string | number | boolean | null): string {
  return Object.is(value, -0) ? "-0" : toSource(value);
}
