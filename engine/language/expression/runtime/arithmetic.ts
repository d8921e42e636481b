import { ExpressionError } from "../expression-error.js";
import { show } from "./show.js";
import type { Value } from "./sequence.js";

/** Requires a finite number and normalizes `-0`, which JSON cannot distinguish from 0. */
export function finite(value: number): number {
  if (Number.isFinite(value)) return value + 0;
  throw new ExpressionError("D1001", "a number is out of range", "limit");
}

export function add(left: Value, right: Value): Value {
  return typeof left === "number" && typeof right === "number" ? finite(left + right) : operand("+", left, right);
}
export function subtract(left: Value, right: Value): Value {
  return typeof left === "number" && typeof right === "number" ? finite(left - right) : operand("-", left, right);
}
export function multiply(left: Value, right: Value): Value {
  return typeof left === "number" && typeof right === "number" ? finite(left * right) : operand("*", left, right);
}
export function divide(left: Value, right: Value): Value {
  return typeof left === "number" && typeof right === "number" ? finite(left / right) : operand("/", left, right);
}
export function remainder(left: Value, right: Value): Value {
  return typeof left === "number" && typeof right === "number" ? finite(left % right) : operand("%", left, right);
}

export function negate(value: Value): Value {
  if (typeof value === "number") return finite(-value);
  if (value === undefined) return undefined;
  throw new ExpressionError("D1002", `only a number can be negated, not ${show(value)}`);
}

/** An absent operand makes the result absent, but only after both operands are known to be numbers or absent. */
function operand(operator: string, left: Value, right: Value): undefined {
  if (left !== undefined && typeof left !== "number") {
    throw new ExpressionError("T2001", `the left side of \`${operator}\` must be a number, not ${show(left)}`);
  }
  if (right !== undefined && typeof right !== "number") {
    throw new ExpressionError("T2002", `the right side of \`${operator}\` must be a number, not ${show(right)}`);
  }
  return undefined;
}
