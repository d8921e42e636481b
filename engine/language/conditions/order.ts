import { charge } from "../expression/runtime/budget.js";

export type OrderSign = "<" | "<=" | ">" | ">=";

/**
 * Ordering of json-rules-engine: JavaScript's, if a number can be parsed from the start of the fact; otherwise false.
 */
export function orders(fact: unknown, sign: OrderSign, value: unknown): boolean {
  const left = plain(fact);
  if (typeof left !== "number" && Number.isNaN(Number.parseFloat(left as string))) return false;
  const right = plain(value);
  switch (sign) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

/** Operands of `<` and `>`, including null and undefined, which TypeScript does not accept. */
type Plain = boolean | number | bigint | string;

/**
 * Converts a structure to the string that JavaScript compares. Done here because JavaScript would call `toString` and
 * `valueOf`, which are ordinary keys in a document.
 */
function plain(value: unknown): Plain {
  if (typeof value === "symbol" || typeof value === "function") return undefined as unknown as Plain;
  return typeof value === "object" && value !== null ? textOf(value) : (value as Plain);
}

/**
 * Converts a structure to a string like JavaScript: an object is always `[object Object]`; an array joins its items,
 * where null is empty.
 */
export function textOf(value: object): string {
  if (!Array.isArray(value)) return "[object Object]";
  charge(value.length);
  return value.map((item: unknown) => String(plain(item) ?? "")).join();
}
