import { spend } from "./budget.js";
import { isList, type Value } from "./sequence.js";

/** Whether a value is truthy; absent for an absent value. */
export function boolean(value: Value): boolean | undefined {
  if (typeof value === "boolean" || value === undefined) return value;
  if (typeof value === "string") return value.length > 0;
  if (typeof value === "number") return value !== 0;
  if (value === null) return false;
  if (!isList(value)) return Object.keys(value).length > 0;
  spend(value.length);
  return value.length === 1 ? boolean(value[0]) : value.some((item) => boolean(item) === true);
}

/** Truth value of a condition: absent is false. */
export const truth = (value: Value): boolean => boolean(value) === true;

export const not = (value: Value): boolean | undefined => (value === undefined ? undefined : !boolean(value));

export const exists = (value: Value): boolean => value !== undefined;

/** `a ?? b`: tests for absent only, null counts as present. */
export function coalesce(value: Value, otherwise: () => Value): Value {
  return value === undefined ? otherwise() : value;
}

/** `a ?? b` if b is already evaluated. */
export function present(value: Value, otherwise: Value): Value {
  return value === undefined ? otherwise : value;
}

/** `a ?: b`, which evaluates b only if necessary. */
export function orElse(value: Value, otherwise: () => Value): Value {
  return truth(value) ? value : otherwise();
}

export function type(value: Value): string | undefined {
  if (value === null) return "null";
  return isList(value) ? "array" : value === undefined ? value : typeof value;
}
