import { finite } from "../lang/expression/runtime/arithmetic.js";
import type { ArithmeticTerm, Bool, Tag, Value } from "./term.js";
import { choose, type Terms } from "./terms.js";
import { either, is, isOneOf, spread } from "./values.js";
import { identical } from "./equality.js";

/** Applies to what two values can be, pair by pair. */
export function pairs(terms: Terms, name: string, left: Value, right: Value, apply: (left: Value, right: Value) => Bool): Bool {
  const over = left.kind === "if" ? left : right.kind === "if" ? right : null;
  if (over === null) return apply(left, right);
  const part = (side: "then" | "otherwise") =>
    over === left ? pairs(terms, name, over[side], right, apply) : pairs(terms, name, left, over[side], apply);
  return terms.memo(name, [left, right], () => choose(terms, over.test, part("then"), part("otherwise")));
}

/** `<` or `<=` between numbers and texts of numbers; false of anything else. */
export function below(terms: Terms, strict: boolean, left: Value, right: Value): Bool {
  return pairs(terms, `below ${strict}`, left, right, (one, other) => {
    if (one.kind === "constant" && other.kind === "constant") return holdsBelow(strict, one.value, other.value) ? terms.yes : terms.no;
    const countable = [one, other].every((side) => isOneOf(terms, ["number", "string"], side) !== terms.no);
    if (!countable) return terms.no;
    return terms.make<Bool>(`below ${strict} ${one.id} ${other.id}`, () => ({ kind: "below", strict, left: one, right: other }));
  });
}

export function holdsBelow(strict: boolean, left: unknown, right: unknown): boolean {
  const isCountable = (value: unknown) => typeof value === "number" || typeof value === "string";
  if (!isCountable(left) || !isCountable(right)) return false;
  return strict ? Number(left) < Number(right) : Number(left) <= Number(right);
}

/** A text that begins as a number. */
export function numeric(terms: Terms, value: Value): Bool {
  return pairs(terms, "numeric", value, terms.constant(undefined), (part) => {
    if (part.kind === "constant") return typeof part.value === "string" && !Number.isNaN(Number.parseFloat(part.value)) ? terms.yes : terms.no;
    if (part.kind === "store" || part.kind === "if") return terms.no;
    return terms.and(is(terms, "string", part), terms.make<Bool>(`numeric ${part.id}`, () => ({ kind: "numeric", of: part })));
  });
}

/** A number without a fraction. */
export function whole(terms: Terms, value: Value): Bool {
  return pairs(terms, "whole", value, terms.constant(undefined), (part) => {
    if (part.kind === "constant") return Number.isInteger(part.value) ? terms.yes : terms.no;
    if (part.kind === "store" || part.kind === "if") return terms.no;
    if (part.kind === "floor" || part.kind === "length") return terms.yes;
    if (part.kind === "arithmetic" && [part.left, part.right].every((side) => whole(terms, side) === terms.yes)) return terms.yes;
    if (part.kind === "field" && part.domain.isInteger) return is(terms, "number", part);
    return terms.and(is(terms, "number", part), terms.make<Bool>(`whole ${part.id}`, () => ({ kind: "whole", of: part })));
  });
}

const numbers: ReadonlySet<Tag> = new Set(["number", "absent"]);

const largest = Number.MAX_SAFE_INTEGER;

/**
 * Two numbers combined. Exact where both are whole and all stay below 2^53; what could be rounded is not encoded.
 */
export function combine(terms: Terms, operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  return spread(terms, `combine ${operator} ${right.id}`, left, (one) =>
    spread(terms, `combine ${operator} of ${one.id}`, right, (other) => combineTwo(terms, operator, one, other)),
  );
}

function combineTwo(terms: Terms, operator: "+" | "-" | "*" | "/" | "%", left: Value, right: Value): Value {
  const rounded = terms.unknown(`combine ${operator}`, [left, right], numbers, ([a, b]) => calculate(operator, a, b));
  if (left.kind === "constant" && right.kind === "constant") return terms.constant(calculate(operator, left.value, right.value));
  const inside = (value: Value) => terms.and(atMost(terms, terms.constant(operator === "%" ? 0 : -largest), value), atMost(terms, value, terms.constant(largest)));
  const arithmetic = (sign: ArithmeticTerm["operator"], one: Value, other: Value) =>
    terms.make<ArithmeticTerm>(`arithmetic ${sign} ${one.id} ${other.id}`, () => ({ kind: "arithmetic", operator: sign, left: one, right: other }));
  const divisor = right.kind === "constant" && typeof right.value === "number" ? right.value : 0;
  if (operator === "/" && left.kind !== "constant" && isPowerOfTwo(divisor)) {
    return either(terms, terms.and(whole(terms, left), inside(left)), arithmetic("*", left, terms.constant(1 / divisor)), rounded);
  }
  if (operator === "/" || (operator === "%" && divisor <= 0) || (operator === "*" && left.kind !== "constant" && right.kind !== "constant")) return rounded;
  const result = arithmetic(operator, left, right);
  // Another sign rounds nothing.
  if (operator === "*" && left.kind === "constant" && left.value === -1) return result;
  const isExact = terms.and(whole(terms, left), whole(terms, right), inside(left), inside(right), operator === "%" ? terms.yes : inside(result));
  return either(terms, isExact, result, rounded);
}

const isPowerOfTwo = (value: number): boolean => value >= 1 && value <= 2 ** 53 && Number.isInteger(Math.log2(value));

const atMost = (terms: Terms, left: Value, right: Value): Bool => below(terms, false, left, right);

export function calculate(operator: string, left: unknown, right: unknown): number | undefined {
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  const result = operator === "+" ? left + right : operator === "-" ? left - right : operator === "*" ? left * right : operator === "/" ? left / right : left % right;
  return Number.isFinite(result) ? finite(result) : undefined;
}

/** JavaScript's `fact < value`, or `fact > value`, where json-rules-engine takes the fact for a number; else false. */
export function rulesOrder(terms: Terms, strict: boolean, isAbove: boolean, fact: Value, value: Value): Bool {
  return pairs(terms, `order ${strict} ${isAbove}`, fact, value, (one, other) => orderTwo(terms, strict, isAbove, one, other));
}

function orderTwo(terms: Terms, strict: boolean, isAbove: boolean, fact: Value, value: Value): Bool {
  const compare = (other: Value) => (isAbove ? below(terms, strict, other, fact) : below(terms, strict, fact, other));
  const isNumber = is(terms, "number", fact);
  const isText = numeric(terms, fact);
  // What JavaScript turns into text before it compares.
  const byText = terms.or(
    is(terms, "array", fact),
    terms.and(isText, isOneOf(terms, ["string", "array", "object"], value)),
    terms.and(isNumber, is(terms, "array", value)),
  );
  const counted = terms.or(
    compare(value),
    terms.and(terms.or(is(terms, "null", value), identical(terms, value, terms.constant(false))), compare(terms.constant(0))),
    terms.and(identical(terms, value, terms.constant(true)), compare(terms.constant(1))),
  );
  const guess = () => terms.guess(`order ${strict} ${isAbove}`, [fact, value], ([a, b]) => ordersByText(strict, isAbove, a, b));
  return choose(terms, byText, byText === terms.no ? terms.no : guess(), terms.and(terms.or(isNumber, isText), counted));
}

function ordersByText(strict: boolean, isAbove: boolean, fact: any, value: any): boolean {
  if (typeof fact !== "number" && Number.isNaN(Number.parseFloat(fact))) return false;
  if (isAbove) return strict ? fact > value : fact >= value;
  return strict ? fact < value : fact <= value;
}
