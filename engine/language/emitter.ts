import type { Path } from "../common/path.js";
import { toSource } from "../common/source.js";
import type { ConditionNode, ValueNode } from "./node.js";

/** Collects what generated code refers to besides its own text. */
export interface Emitter {
  /** JavaScript for a value: inline where it is a primitive, else a reference to a constant. */
  constant(value: unknown): string;
  /** JavaScript for the test of an operator, by its name. */
  operator(name: string): string;
  /** JavaScript for the step of another pack, by its name. */
  include(pack: string): string;
  /**
   * JavaScript for a value that may be known already. `source` works it out; so does `quick`, where it gives anything but
   * undefined, and cannot fail. The two are the same where a path is read as it stands; `quick` is null where there is none.
   */
  recall(node: Exclude<ValueNode, { kind: "constant" }>, source: string, quick: string | null): string;
  /** Statements that bring up to date what may change where a path is written; everything where it is null. */
  forget(path: Path | null): string;
  /** JavaScript for a named condition, which `emit` gives for an emitter: in its place, or as a call of a function for all its uses. */
  condition(node: ConditionNode, emit: (emitter: Emitter) => string, buffer: boolean): string;
  /** Adds a function to the program, once for each text, and gives its name; the text is its parameters and body. */
  declare(text: string): string;
}

/** Names by which generated code knows its surroundings. */
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

/** Access to a key of an object that is known to be one; names that only a key can answer to. */
export function readOf(object: string, name: string): string {
  return identifier.test(name) ? `${object}.${name}` : `${object}[${literal(name)}]`;
}

/** A key as it stands in an object literal. */
export function keyOf(name: string): string {
  return identifier.test(name) ? name : literal(name);
}

/** A JSON primitive as JavaScript source. */
export function literal(value: string | number | boolean | null): string {
  return Object.is(value, -0) ? "-0" : toSource(value);
}
