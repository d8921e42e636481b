import type { MaybeJson } from "../../../common/json.js";
import type { Tag, Value } from "../../term.js";

/** A function that a question can hold: what it means in JavaScript, and in SMT-LIB. */
export interface EncodedFunction {
  readonly tags: ReadonlySet<Tag>;
  /** Whether the result is whole where all arguments are, or always. */
  readonly whole?: "kept" | "always";
  /** Whether it needs strings with their characters. */
  readonly isText?: true;
  /** Undefined where it has no value, and of arguments of a kind that it does not take. */
  compute(values: readonly MaybeJson[]): MaybeJson;
  readonly smt: Exact | Rounded;
}

/** The result as a value, right for all arguments of the kinds that it takes. */
export interface Exact {
  readonly kind: "exact";
  /** Whether it is uninterpreted for some arguments, and so has to be refined at those of a model. */
  readonly isOpen?: true;
  write(args: readonly string[], of: readonly Value[]): string;
}

/**
 * A number that is rounded to a double. `exact` is what is rounded; where that is no linear arithmetic, it is a function
 * of which only `laws` are known, and what it is at a point, once a model needs it.
 */
export interface Rounded {
  readonly kind: "rounded";
  /** Whether what is rounded is no linear arithmetic. */
  isOpen(of: readonly Value[]): boolean;
  /** Whether no number of that size is rounded at all. */
  isExact(of: readonly Value[]): boolean;
  exact(args: readonly string[], of: readonly Value[]): string;
  laws(args: readonly string[], exact: string, of: readonly Value[]): readonly string[];
  /** Where it has no value, besides of what is too large. */
  lacks?(args: readonly string[]): string;
  atPoint(args: readonly string[], exact: string, of: readonly Value[], point: readonly number[]): readonly string[];
}
