import type { MaybeJson } from "../../common/json.js";
import { firstOf } from "../../common/must.js";
import { readsOf } from "../../language/expression/static.js";
import type { CallNode } from "../../language/expression/node.js";
import { applyTo, scalarOf } from "./apply-function.js";
import type { FunctionName } from "./functions/names.js";
import { isEncodedPart } from "./functions/texts.js";
import { identical } from "./equality.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import type { Called, Encode } from "./called.js";
import { either, is, isOneOf } from "./values.js";

/** `<` of two strings, by UTF-16 code units. */
export const precedes = (terms: Terms, left: Value, right: Value): Bool =>
  identical(terms, applyTo(terms, "precedes", left, right), terms.constant(true));

/** Whether a string contains another. */
export const holdsText = (terms: Terms, text: Value, part: Value): Bool =>
  identical(terms, applyTo(terms, "contains", text, part), terms.constant(true));

/** Converts a scalar like `$string` and `&`; unspecified for structures. */
function textOf(terms: Terms, value: Value, absent: MaybeJson): Value {
  const rest = [true, false, null].reduce<Value>(
    (other, constant) =>
      either(terms, identical(terms, value, terms.constant(constant)), terms.constant(String(constant)), other),
    terms.constant(absent),
  );
  const isNumber = is(terms, "number", value);
  const numbers = isNumber === terms.no ? rest : either(terms, isNumber, applyTo(terms, "numberText", value), rest);
  return either(terms, is(terms, "string", value), value, numbers);
}

interface Concatenated {
  readonly value: Value;
  readonly isTooLong: Bool;
  /** Where it is not modeled. */
  readonly open: Bool;
}

/** Concatenates two values: absent where the string is too long. */
export function concatenate(terms: Terms, left: Value, right: Value): Concatenated {
  const open = terms.or(...[left, right].map((side) => isOneOf(terms, ["array", "object"], side)));
  const value = applyTo(terms, "concat", ...[left, right].map((side) => textOf(terms, scalarOf(terms, side), "")));
  return { value, isTooLong: terms.and(terms.not(open), is(terms, "absent", value)), open };
}

/** Encodes a function of strings; null if it is not modeled. */
export function textCallOf(terms: Terms, { name, args }: CallNode, encode: Encode): Called | null {
  if (name === "string" && args.length === 1) {
    const of = encode(firstOf(args));
    const value = textOf(terms, scalarOf(terms, of), undefined);
    return { value, fails: { when: terms.no, code: "" }, open: isOneOf(terms, ["array", "object"], of) };
  }
  if (name === "length" && args.length === 1) return ofTexts(terms, name, args.map(encode));
  if (name === "contains" && args.length === 2) return ofTexts(terms, name, args.map(encode));
  if ((name === "substringBefore" || name === "substringAfter") && args.length === 2) {
    const [text, mark] = args.map(encode) as [Value, Value];
    const called = ofTexts(terms, name, [text, mark]);
    const lacks = terms.and(is(terms, "string", text), is(terms, "absent", mark));
    return { ...called, also: { when: lacks, code: "absent-argument" } };
  }
  if (name !== "substring" || args.length < 2 || args.slice(1).some((node) => readsOf(node).length > 0)) return null;
  const [text, ...range] = args.map(encode) as [Value, ...Value[]];
  const [start, size] = range.map((value) => (value.kind === "constant" ? value.value : null));
  if (!isEncodedPart(start, size)) return null;
  const called = partOf(terms, text, range, args.length);
  if (start !== 0 || size !== undefined) return called;
  return { ...called, value: either(terms, is(terms, "string", text), text, terms.constant(undefined)) };
}

/** Given two numbers only, the first is a position in the context, which is not a string. */
function partOf(terms: Terms, text: Value, range: readonly Value[], given: number): Called {
  const called = ofTexts(terms, "substring", [text], range);
  if (given === 3) return called;
  const isNumber = is(terms, "number", text);
  const when = terms.and(called.fails.when, terms.not(isNumber));
  return { ...called, fails: { ...called.fails, when }, also: { when: isNumber, code: "T0411" } };
}

/** Applies a function of strings: absent where a string is absent; a failure where it has another type. */
function ofTexts(terms: Terms, name: FunctionName, texts: readonly Value[], range: readonly Value[] = []): Called {
  const unfit = terms.or(...texts.map((text) => terms.not(isOneOf(terms, ["string", "absent"], text))));
  const areTexts = terms.and(...texts.map((text) => is(terms, "string", text)));
  const none = terms.constant(undefined);
  const value = areTexts === terms.no ? none : either(terms, areTexts, applyTo(terms, name, ...texts, ...range), none);
  return { value, fails: { when: unfit, code: "T0410" }, open: terms.no };
}
