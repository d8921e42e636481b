import { isObject, wordOf, type Json, type JsonObject } from "../../common/json.js";
import { fromRecord } from "../../common/must.js";
import { didYouMean } from "../../common/nearest.js";
import { findTreeError, type TreeError } from "../../common/find-tree-error.js";
import { resolveReference } from "../../common/resolve-reference.js";
import type { Letters } from "../../serving/flags.js";

export type Fitted =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      readonly path: readonly string[];
      readonly found: string;
      readonly expected: string;
      readonly fault?: TreeError;
    };

/** What a value is fitted to, besides its own field. */
interface Fitting {
  readonly schema: JsonObject;
  /** Numbers written with a point or an exponent that 64 bits do not hold as whole numbers. */
  readonly wideFloats: ReadonlySet<number>;
}

/**
 * Coerces a JSON value to a field's type as vLLM's validation does: accepts other spellings of enum values, and numbers
 * and booleans written as strings. States what was expected if the value does not fit. The text is that of the value.
 */
export function fitValue(value: Json, field: JsonObject, schema: JsonObject, text: string): Fitted {
  const fault = findTreeError(value);
  return fault === null
    ? fit(value, field, { schema, wideFloats: wideFloatsIn(text) }, [])
    : { ok: false, path: fault.path, found: "", expected: "", fault };
}

/** Finds `1e30` and the like outside of strings. */
function wideFloatsIn(text: string): ReadonlySet<number> {
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g) ?? [];
  const floats = tokens.filter((token) => !token.startsWith('"') && /[.eE]/.test(token)).map(Number);
  return new Set(floats.filter((number) => Math.abs(number) >= 2 ** 63));
}

function fit(value: Json, field: JsonObject, fitting: Fitting, path: readonly string[]): Fitted {
  if (value === null) return { ok: true, value };
  const named = respell(value, field["x-serve"] as JsonObject | undefined);
  const values = field["enum"] as readonly Json[] | undefined;
  const types = field["type"] as string | readonly string[] | undefined;
  const typed = values === undefined ? coerce(named, types) : named;
  const refuse = (expected: string): Fitted => ({ ok: false, path, found: JSON.stringify(value), expected });
  if (typed === undefined) return refuse(describeTypes(types ?? []));
  if (values !== undefined && !values.includes(typed)) return refuse(describeValues(values, typed));
  if (typeof typed === "number" && fitting.wideFloats.has(typed) && isWhole(types))
    return refuse("a whole number of at most 64 bits");
  if (typeof typed === "number") {
    const range = describeRange(typed, field);
    if (range !== null) return refuse(range);
  }
  if (Array.isArray(typed)) return fitItems(typed, field, fitting, path);
  return typeof typed === "object" && typed !== null
    ? fitProperties(typed as JsonObject, field, fitting, path)
    : { ok: true, value: typed };
}

function fitItems(values: readonly Json[], field: JsonObject, fitting: Fitting, path: readonly string[]): Fitted {
  const items = field["items"] as JsonObject | undefined;
  if (items === undefined) return { ok: true, value: values };
  const fitted: Json[] = [];
  for (const [index, value] of values.entries()) {
    const result = value === null ? null : fit(value, items, fitting, [...path, String(index)]);
    if (result === null)
      return {
        ok: false,
        path: [...path, String(index)],
        found: "null",
        expected: describeTypes(items["type"] as string),
      };
    if (!result.ok) return result;
    fitted.push(result.value);
  }
  return { ok: true, value: fitted };
}

function fitProperties(value: JsonObject, field: JsonObject, fitting: Fitting, path: readonly string[]): Fitted {
  const properties = (field["properties"] ?? {}) as Record<string, JsonObject>;
  const fitted: Record<string, Json> = {};
  for (const [name, child] of Object.entries(value)) {
    const property = Object.hasOwn(properties, name) ? properties[name] : undefined;
    const known = property === undefined ? field["additionalProperties"] : resolveReference(fitting.schema, property);
    if (known === false || (isObject(known) && known["readOnly"] === true)) {
      const settable = Object.keys(properties).filter((key) => properties[key]?.["readOnly"] !== true);
      return { ok: false, path: [...path, name], found: name, expected: describeKeys(name, settable) };
    }
    const named = isObject(known) ? known : {};
    if (child === null && (property?.["x-serve"] as JsonObject | undefined)?.["filled"] === true)
      return { ok: false, path: [...path, name], found: "null", expected: describeField(named) };
    const result = fit(child, named, fitting, [...path, name]);
    if (!result.ok) return result;
    fitted[name] = result.value;
  }
  return { ok: true, value: fitted };
}

function describeKeys(found: string, keys: readonly string[]): string {
  const meant = didYouMean(found, keys);
  return meant === null ? `one of the keys \`${keys.join("`, `")}\`` : `another key; ${meant.text}`;
}

/** Normalizes a value to the enum's spelling and name, or to a list where it may be written with commas. */
export function respell(
  value: Json,
  annotation: { readonly letters?: unknown; readonly names?: unknown; readonly commas?: unknown } | null | undefined,
): Json {
  if (typeof value !== "string" || annotation == null) return value;
  if (annotation.commas === true) return value.replaceAll(" ", "").split(",");
  const spelled = annotation.letters == null ? value : inLetters(value, annotation.letters as Letters);
  const names = annotation.names as JsonObject | null | undefined;
  return names != null && Object.hasOwn(names, spelled) ? fromRecord(names, spelled) : spelled;
}

function inLetters(text: string, letters: Letters): string {
  if (letters === "upper") return text.toUpperCase();
  return letters === "lower" ? text.toLowerCase() : text.toLowerCase().replaceAll("-", "_");
}

const digits = String.raw`\d+(?:_\d+)*`;
const wholeNumber = new RegExp(String.raw`^[+-]?${digits}(?:\.0+)?$`);
const anyNumber = new RegExp(String.raw`^[+-]?(?:${digits}\.?(?:${digits})?|\.${digits})(?:[eE][+-]?${digits})?$`);
const truths: Readonly<Record<string, boolean>> = {
  true: true,
  t: true,
  yes: true,
  y: true,
  on: true,
  "1": true,
  false: false,
  f: false,
  no: false,
  n: false,
  off: false,
  "0": false,
};

function isWhole(type: string | readonly string[] | undefined): boolean {
  const types = typeof type === "string" ? [type] : (type ?? []);
  return types.includes("integer") && !types.includes("number");
}

/** Undefined if the value has none of the types. */
function coerce(value: Json, type: string | readonly string[] | undefined): Json | undefined {
  if (type === undefined || value === null) return value;
  const types = typeof type === "string" ? [type] : type;
  if (types.some((name) => hasType(value, name))) return value;
  if (types.includes("boolean") && (typeof value === "string" || value === 0 || value === 1)) {
    const key = String(value).toLowerCase();
    return Object.hasOwn(truths, key) ? truths[key] : undefined;
  }
  const isWhole = types.includes("integer");
  if (!isWhole && !types.includes("number")) return undefined;
  if (typeof value === "boolean") return Number(value);
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  return (isWhole ? wholeNumber : anyNumber).test(text) ? Number(text.replaceAll("_", "")) : undefined;
}

function hasType(value: Json, type: string): boolean {
  if (type === "integer") return Number.isInteger(value);
  if (type === "array") return Array.isArray(value);
  if (type === "object") return typeof value === "object" && value !== null && !Array.isArray(value);
  return typeof value === type;
}

const typeNames: Readonly<Record<string, string>> = {
  integer: "a whole number",
  number: "a number",
  string: "a string",
  boolean: "true or false",
  array: "a list",
  object: "an object",
};

/** Describes what a field takes instead of null. */
function describeField(field: JsonObject): string {
  const values = field["enum"] as readonly Json[] | undefined;
  return values === undefined
    ? describeTypes(field["type"] as string | readonly string[])
    : describeValues(values, null);
}

export function describeTypes(type: string | readonly string[]): string {
  const types = (typeof type === "string" ? [type] : type).filter((name) => name !== "null");
  return types.map((name) => fromRecord(typeNames, name)).join(" or ");
}

/** Renders `one of a, b, c`, with a suggestion for a misspelling. */
export function describeValues(values: readonly Json[], found: Json): string {
  const texts = values.filter((value) => value !== null).map(String);
  const meant = didYouMean(wordOf(found), texts);
  return `one of \`${texts.join("`, `")}\`${meant === null ? "" : `; ${meant.text}`}`;
}

/** Describes the allowed range if the number is out of range. */
export function describeRange(value: number, field: JsonObject): string | null {
  const limit = (name: string) => field[name] as number | undefined;
  if (value < (limit("minimum") ?? value)) return `at least ${limit("minimum")}`;
  if (value > (limit("maximum") ?? value)) return `at most ${limit("maximum")}`;
  if (value <= (limit("exclusiveMinimum") ?? Number.NEGATIVE_INFINITY)) return `more than ${limit("exclusiveMinimum")}`;
  if (value >= (limit("exclusiveMaximum") ?? Number.POSITIVE_INFINITY)) return `less than ${limit("exclusiveMaximum")}`;
  return null;
}
