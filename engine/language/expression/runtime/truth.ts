import { spend } from "./budget.js";
import { isList, type Value } from "./sequence.js";

/** Whether a value counts as true; absent where nothing is asked. */
export function boolean(value: Value): boolean | undefined {
  if (typeof value === "boolean" || value === undefined) return value;
  if (typeof value === "string") return value.length > 0;
  if (typeof value === "number") return value !== 0;
  if (value === null) return false;
  if (!isList(value)) return Object.keys(value).length > 0;
  spend(value.length);
  return value.length === 1 ? boolean(value[0]) : value.some((item) => boolean(item) === true);
}

/** As a condition: absent counts as false. */
export const truth = (value: Value): boolean => value === true || (value !== false && boolean(value) === true);

export const not = (value: Value): boolean | undefined => (value === undefined ? undefined : !boolean(value));

export const exists = (value: Value): boolean => value !== undefined;

/** `a ?? b`; null is there, only absent is not. */
export function coalesce(value: Value, otherwise: () => Value): Value {
  return value === undefined ? otherwise() : value;
}

/** `a ?? b` where b is at hand anyway. */
export function present(value: Value, otherwise: Value): Value {
  return value === undefined ? otherwise : value;
}

/** `a ?: b`; the other side is worked out only where it is needed. */
export function orElse(value: Value, otherwise: () => Value): Value {
  return truth(value) ? value : otherwise();
}

const names = { object: "object", number: "number", string: "string", boolean: "boolean" } as const;

export function type(value: Value): string | undefined {
  if (value === undefined) return undefined;
  if (value === null) return "null";
  return isList(value) ? "array" : names[typeof value as keyof typeof names];
}
