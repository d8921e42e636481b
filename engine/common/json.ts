/** Any JSON value. */
export type Json = null | boolean | number | string | JsonArray | JsonObject;
export type JsonArray = readonly Json[];
export interface JsonObject {
  readonly [key: string]: Json;
}

/** A JSON value, or undefined if absent. Absent and null are different. */
export type MaybeJson = Json | undefined;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Compares JSON values, ignoring key order. `look` receives the number of keys or items examined. */
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

/**
 * Returns a value that should be a string, or an empty string for anything else. Never calls `toString`, which may be a
 * key of the document.
 */
export function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Renders a value for inline text: strings as they are, anything else as JSON. */
export function wordOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
