/** Any JSON value. */
export type Json = null | boolean | number | string | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON value, or undefined where there is none: absent and null are different things. */
export type MaybeJson = Json | undefined;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Equality of JSON values; the order of keys does not count. `look` is told how many keys or items are looked at. */
export function jsonEqual(left: unknown, right: unknown, look?: (amount: number) => void): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object" || left === null || right === null) return false;
  if (Array.isArray(left) !== Array.isArray(right)) return false;
  const keys = Object.keys(left);
  look?.(keys.length);
  return (
    keys.length === Object.keys(right).length &&
    keys.every(
      (key) =>
        Object.hasOwn(right, key) &&
        jsonEqual((left as Record<string, unknown>)[key], (right as Record<string, unknown>)[key], look),
    )
  );
}

/** A value that should be a text; empty where it is none. What stands in a document is never asked for its own `toString`. */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** A value as one word: a text as it is, anything else as JSON. */
export function wordOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
