import type { Json } from "../../common/json.js";
import { orders, textOf } from "../../language/conditions/order.js";
import { applyTo, scalarOf } from "./apply-function.js";
import { casesIn } from "./cases-in.js";
import { functions } from "./functions/functions.js";
import type { ApplyTerm, Bool, Value } from "../term.js";
import { choose, type Terms } from "../terms.js";
import { either, is, isOneOf, within } from "./values.js";
import { eachWay, identical } from "./equality.js";

/** Applies a function to the cases of two values, pair by pair. */
export function pairs(
  terms: Terms,
  name: string,
  left: Value,
  right: Value,
  apply: (left: Value, right: Value) => Bool,
): Bool {
  const over = left.kind === "if" ? left : right.kind === "if" ? right : null;
  if (over === null) return apply(left, right);
  return terms.memo(name, [left, right], () => {
    const inEach = eachWay(terms, left, right, (one, two) => pairs(terms, name, one, two, apply));
    if (inEach !== null) return inEach;
    const other = over === left ? right : left;
    const part = (branch: Value, test: Bool) => {
      const rest = within(terms, other, test);
      return over === left ? pairs(terms, name, branch, rest, apply) : pairs(terms, name, rest, branch, apply);
    };
    return choose(terms, over.test, part(over.then, over.test), part(over.otherwise, terms.not(over.test)));
  });
}

/** `<` or `<=` between numbers and numeric strings; false for anything else. */
export function below(terms: Terms, strict: boolean, left: Value, right: Value): Bool {
  if (casesIn(left) * casesIn(right) > mostPairs)
    return belowOnce(terms, strict, scalarOf(terms, left), scalarOf(terms, right));
  return pairs(terms, `below ${strict}`, left, right, (one, other) => belowOnce(terms, strict, one, other));
}

/** Beyond this number of pairs of cases, does not compare case by case. */
const mostPairs = 64;

function belowOnce(terms: Terms, strict: boolean, one: Value, other: Value): Bool {
  if (one.kind === "constant" && other.kind === "constant")
    return holdsBelow(strict, one.value, other.value) ? terms.yes : terms.no;
  const countable = [one, other].every((side) => isOneOf(terms, ["number", "string"], side) !== terms.no);
  if (!countable) return terms.no;
  return terms.make<Bool>(`below ${strict} ${one.id} ${other.id}`, () => ({
    kind: "below",
    strict,
    left: one,
    right: other,
  }));
}

export function holdsBelow(strict: boolean, left: unknown, right: unknown): boolean {
  const isCountable = (value: unknown) => typeof value === "number" || typeof value === "string";
  if (!isCountable(left) || !isCountable(right)) return false;
  return strict ? Number(left) < Number(right) : Number(left) <= Number(right);
}

/** Whether a string begins with a number. */
export function numeric(terms: Terms, value: Value): Bool {
  return pairs(terms, "numeric", value, terms.constant(undefined), (part) => {
    if (part.kind === "constant")
      return typeof part.value === "string" && !Number.isNaN(Number.parseFloat(part.value)) ? terms.yes : terms.no;
    if (part.kind === "store" || part.kind === "if") return terms.no;
    return terms.and(
      is(terms, "string", part),
      terms.make<Bool>(`numeric ${part.id}`, () => ({ kind: "numeric", of: part })),
    );
  });
}

/** Whether a value is an integer. */
export function whole(terms: Terms, value: Value): Bool {
  return pairs(terms, "whole", value, terms.constant(undefined), (part) => {
    if (part.kind === "constant") return Number.isInteger(part.value) ? terms.yes : terms.no;
    if (part.kind === "store" || part.kind === "if") return terms.no;
    if (part.kind === "length" || (part.kind === "apply" && isAlwaysWhole(terms, part)))
      return is(terms, "number", part);
    if (part.kind === "field" && part.domain.isInteger) return is(terms, "number", part);
    return terms.and(
      is(terms, "number", part),
      terms.make<Bool>(`whole ${part.id}`, () => ({ kind: "whole", of: part })),
    );
  });
}

function isAlwaysWhole(terms: Terms, { name, of }: ApplyTerm): boolean {
  const { whole: how } = functions[name];
  return (
    how === "always" ||
    (how === "kept" &&
      of.every((value) => terms.or(whole(terms, value), terms.not(is(terms, "number", value))) === terms.yes))
  );
}

/**
 * Combines two numbers as JavaScript does; absent if the result is not finite. Unspecified for anything but numbers.
 */
export function combine(terms: Terms, operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  const isNeutral = (side: Value, neutral: number) => side.kind === "constant" && side.value === neutral;
  if (isNeutral(right, operator === "+" || operator === "-" ? 0 : 1) && operator !== "%") return left;
  if (isNeutral(left, operator === "+" ? 0 : 1) && (operator === "+" || operator === "*")) return right;
  if ((operator === "/" || operator === "%") && isNeutral(right, 0)) return terms.constant(undefined);
  // Doubling is exact, which the sum of a number with itself does not show.
  if (operator === "+" && left === right) return applyTo(terms, "*", terms.constant(2), left);
  if (operator === "-" && left === right) return terms.constant(0);
  return applyTo(terms, operator, left, right);
}

/**
 * JavaScript's `fact < value`, or `fact > value`, if json-rules-engine accepts the fact as a number; otherwise false.
 */
export function rulesOrder(terms: Terms, strict: boolean, isAbove: boolean, fact: Value, value: Value): Bool {
  return pairs(terms, `order ${strict} ${isAbove}`, fact, value, (one, other) =>
    orderTwo(terms, strict, isAbove, one, other),
  );
}

function orderTwo(terms: Terms, strict: boolean, isAbove: boolean, fact: Value, value: Value): Bool {
  const sign = isAbove ? (strict ? ">" : ">=") : strict ? "<" : "<=";
  const [one, other] = [withText(terms, fact), withText(terms, value)];
  const compare = (side: Value) => (isAbove ? below(terms, strict, side, one) : below(terms, strict, one, side));
  const isText = numeric(terms, one);
  // Compared as strings: JavaScript converts neither to a number.
  const byText = terms.and(
    terms.or(isText, is(terms, "array", fact)),
    isOneOf(terms, ["string", "array", "object"], value),
  );
  const counted = terms.or(
    compare(other),
    terms.and(
      terms.or(is(terms, "null", value), identical(terms, value, terms.constant(false))),
      compare(terms.constant(0)),
    ),
    terms.and(identical(terms, value, terms.constant(true)), compare(terms.constant(1))),
  );
  const guess = () => terms.guess(`order ${strict} ${isAbove}`, [fact, value], ([a, b]) => orders(a, sign, b));
  return choose(
    terms,
    byText,
    byText === terms.no ? terms.no : guess(),
    terms.and(terms.or(is(terms, "number", fact), isText), counted),
  );
}

/** A value, or the string that JavaScript compares for an array. */
function withText(terms: Terms, value: Value): Value {
  const isArray = is(terms, "array", value);
  if (isArray === terms.no) return value;
  if (value.kind === "constant") return terms.constant(textOf(value.value as readonly Json[]));
  const text = terms.unknown("text of an array", [value], new Set(["string"]), ([array]) =>
    Array.isArray(array) ? textOf(array) : "",
  );
  return either(terms, isArray, text, value);
}
