import { ExpressionError } from "../expression-error.js";
import { spend } from "./budget.js";
import { show } from "./show.js";
import { isList, type Value } from "./sequence.js";

export function less(left: Value, right: Value): boolean | undefined {
  return comparable("<", left, right) ? (left as number) < (right as number) : undefined;
}
export function lessOrEqual(left: Value, right: Value): boolean | undefined {
  return comparable("<=", left, right) ? (left as number) <= (right as number) : undefined;
}
export function greater(left: Value, right: Value): boolean | undefined {
  return comparable(">", left, right) ? (left as number) > (right as number) : undefined;
}
export function greaterOrEqual(left: Value, right: Value): boolean | undefined {
  return comparable(">=", left, right) ? (left as number) >= (right as number) : undefined;
}

function comparable(operator: string, left: Value, right: Value): boolean {
  const kind = typeof left;
  if (kind === typeof right && (kind === "number" || kind === "string")) return true;
  for (const side of [left, right]) {
    if (side !== undefined && typeof side !== "number" && typeof side !== "string") {
      throw new ExpressionError("T2010", `\`${operator}\` compares numbers or strings, not ${show(side)}`);
    }
  }
  if (left === undefined || right === undefined) return false;
  throw new ExpressionError(
    "T2009",
    `\`${operator}\` needs two numbers or two strings, not ${show(left)} and ${show(right)}`,
  );
}

/** `=`: false if either side is absent. */
export function equal(left: Value, right: Value): boolean {
  return left !== undefined && same(left, right);
}

/** `!=`: also false if either side is absent. */
export function unequal(left: Value, right: Value): boolean {
  return left !== undefined && right !== undefined && !same(left, right);
}

/**
 * Deep equality, ignoring key order. All keys are compared, so the order does not determine either which difference or
 * which error is found first.
 */
export function same(left: Value, right: Value): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (isList(left) && isList(right)) {
    if (left.length !== right.length) return false;
    spend(left.length);
    return left.every((item, index) => same(item, right[index]));
  }
  if (isList(left) || isList(right)) return unlike(isList(left) ? right : left);
  const keys = Object.keys(left);
  spend(keys.length);
  if (keys.length !== Object.keys(right).length) return false;
  let isSame = true;
  for (const key of keys) isSame = Object.hasOwn(right, key) && same(left[key], right[key]) && isSame;
  return isSame;
}

/** jsonata compares an array with an object by JavaScript properties, including `length`. */
function unlike(object: object): false {
  if (!Object.hasOwn(object, "length")) return false;
  throw new ExpressionError("array-object-equality", "an array cannot be compared with an object that has a `length`");
}

/** `in`: membership by JavaScript's `===`, so arrays and objects only match by identity. */
export function includes(left: Value, right: Value): boolean {
  if (left === undefined) return false;
  if (!isList(right)) return left === right;
  spend(right.length);
  return right.some((item) => item === left);
}
