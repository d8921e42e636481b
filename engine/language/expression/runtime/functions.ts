import { fromRecord } from "../../../common/must.js";
import { append, count, distinct, reverse, sort } from "./arrays.js";
import { abs, average, ceil, floor, formatBase, max, min, number, power, round, sqrt, sum } from "./numbers.js";
import { keys, lookup, merge, spread } from "./objects.js";
import { bind, type Parameter, type Signature } from "./signature.js";
import { string } from "./stringify.js";
import {
  contains,
  join,
  length,
  lowercase,
  pad,
  replace,
  split,
  substring,
  substringAfter,
  substringBefore,
  trim,
  uppercase,
} from "./strings.js";
import { boolean, exists, not, type } from "./truth.js";
import type { Value } from "./sequence.js";

/** A function of the language. `gives` is the result type that static analysis relies on. */
export interface FunctionEntry extends Signature {
  readonly apply: (...args: never[]) => Value;
  readonly gives: "boolean" | "scalar" | "value";
}

/**
 * A table row: parameters, then the function. Each parameter is a string of letters: `x` is anything, `ns`
 * alternatives, `[n]` an array of numbers, `[]` an array of anything; `-` defaults to the context, `?` is optional.
 * Parsed on first use to keep startup fast.
 */
function row(words: string, gives: FunctionEntry["gives"], apply: (...args: never[]) => Value): FunctionEntry {
  let signature: Signature | undefined;
  const read = () => (signature ??= readSignature(words));
  return {
    apply,
    gives,
    get parameters() {
      return read().parameters;
    },
    get pattern() {
      return read().pattern;
    },
  };
}

/** Reads the parameters of a table row. */
export function readSignature(words: string): Signature {
  const parameters = words.split(" ").map(parameter);
  const pattern = parameters.map(({ kinds, leftOut }) => `([${kinds}m]${leftOut === "never" ? "" : "?"})`).join("");
  return { parameters, pattern: new RegExp(`^${pattern}$`) };
}

const ANY = "asnblo";

function parameter(text: string): Parameter {
  const leftOut = text.endsWith("-") ? "context" : text.endsWith("?") ? "allowed" : "never";
  const word = text.replace(/[-?]$/, "");
  const list = word.startsWith("[") ? { of: (word.slice(1, -1) || null) as "n" | "s" | "o" | null } : null;
  return { kinds: list !== null || word === "x" ? ANY : word, leftOut, list };
}

/** All functions that an expression may call, by name without `$`. */
export const functions: Readonly<Record<string, FunctionEntry>> = Object.freeze(
  Object.assign(Object.create(null) as Record<string, FunctionEntry>, {
    string: row("x- b?", "scalar", string),
    length: row("s-", "scalar", length),
    substring: row("s- n n?", "scalar", substring),
    substringBefore: row("s- s", "scalar", substringBefore),
    substringAfter: row("s- s", "scalar", substringAfter),
    lowercase: row("s-", "scalar", lowercase),
    uppercase: row("s-", "scalar", uppercase),
    trim: row("s-", "scalar", trim),
    pad: row("s- n s?", "scalar", pad),
    contains: row("s- s", "scalar", contains),
    split: row("s- s n?", "value", split),
    join: row("[s] s?", "scalar", join),
    replace: row("s- s s n?", "scalar", replace),
    number: row("nsb-", "scalar", number),
    abs: row("n-", "scalar", abs),
    floor: row("n-", "scalar", floor),
    ceil: row("n-", "scalar", ceil),
    round: row("n- n?", "scalar", round),
    sqrt: row("n-", "scalar", sqrt),
    power: row("n- n", "scalar", power),
    formatBase: row("n- n?", "scalar", formatBase),
    sum: row("[n]", "scalar", sum),
    max: row("[n]", "scalar", max),
    min: row("[n]", "scalar", min),
    average: row("[n]", "scalar", average),
    boolean: row("x-", "scalar", boolean),
    not: row("x-", "scalar", not),
    exists: row("x", "boolean", exists),
    type: row("x", "scalar", type),
    count: row("[]", "scalar", count),
    append: row("x x", "value", append),
    reverse: row("[]", "value", reverse),
    distinct: row("x", "value", distinct),
    sort: row("[]", "value", sort),
    keys: row("x-", "value", keys),
    lookup: row("x- s", "value", lookup),
    merge: row("[o]", "value", merge),
    spread: row("x-", "value", spread),
  }),
);

/** Returns the signature of a function; the parser has checked that it exists. */
export function functionNamed(name: string): FunctionEntry {
  return fromRecord(functions, name);
}

/** Calls a function of the table. The result may be an unsettled sequence. */
export function call(name: string, context: Value, args: readonly Value[]): Value {
  const entry = functionNamed(name);
  return entry.apply(...(bind(name, entry, args, context) as never[]));
}
