import type { MaybeJson } from "../../../common/json.js";
import type { Tag, Value } from "../../term.js";

/** An interpreted function: its semantics in JavaScript, and in SMT-LIB. */
export interface EncodedFunction {
  readonly tags: ReadonlySet<Tag>;
  /** Whether the result is an integer if all arguments are, or always. */
  readonly whole?: "kept" | "always";
  /** Whether it requires strings with their characters. */
  readonly isText?: true;
  /** Undefined if there is no value, and for arguments of the wrong type. */
  compute(values: readonly MaybeJson[]): MaybeJson;
  readonly smt: Exact | Rounded;
}

/** The result as a term, correct for all arguments of the right types. */
export interface Exact {
  readonly kind: "exact";
  /** Whether it is uninterpreted for some arguments, so it must be refined at those of a model. */
  readonly isOpen?: true;
  write(args: readonly string[], of: readonly Value[]): string;
}

/**
 * A number that is rounded to a double. `exact` is the unrounded number. If that is not linear arithmetic, it is a
 * function known only by `laws`, and by its values at points that a model needs.
 */
export interface Rounded {
  readonly kind: "rounded";
  /** Whether the unrounded number is not linear arithmetic. */
  isOpen(of: readonly Value[]): boolean;
  /** Whether all results of that magnitude are exact. */
  isExact(of: readonly Value[]): boolean;
  exact(args: readonly string[], of: readonly Value[]): string;
  laws(args: readonly string[], exact: string, of: readonly Value[]): readonly string[];
  /** Where it has no value, other than for results that are too large. */
  lacks?(args: readonly string[]): string;
  atPoint(args: readonly string[], exact: string, of: readonly Value[], point: readonly number[]): readonly string[];
}
