import type { Json, JsonObject } from "../../common/json.js";
import type { TreeError } from "../../common/find-tree-error.js";
import { firstOf, fromRecord, must } from "../../common/must.js";
import { describeRange, describeTypes, describeValues, fitValue, respell } from "./fit-value.js";
import type { ServeFlag } from "../../serving/flags.js";

/** The converted value of a flag, or what was expected instead; `path` is a location inside a JSON value. */
export type Converted =
  | { readonly ok: true; readonly value: Json }
  | {
      readonly ok: false;
      readonly found: string;
      readonly expected: string;
      readonly path?: readonly string[];
      readonly fault?: TreeError;
      /** Whether the type fits and only the limits do not. */
      readonly isRange?: boolean;
    };

/**
 * Converts the arguments of a flag as vLLM does for its kind. With suffixes, a section may contain 80g for a number.
 */
export function convertValue(
  flag: ServeFlag,
  values: readonly string[],
  schema: JsonObject,
  hasSuffixes = false,
): Converted {
  switch (flag.kind) {
    case "list":
      return convertList(flag, values);
    case "commas":
      return { ok: true, value: firstOf(values).split(",").map(readItem) };
    case "append":
      return { ok: true, value: firstOf(values) };
    case "optional-string":
      return { ok: true, value: values[0] ?? true };
    case "json":
    case "json-or-string":
    case "config":
      return convertJson(flag, firstOf(values), schema, hasSuffixes);
    default:
      return convertScalar(flag, firstOf(values));
  }
}

function convertList(flag: ServeFlag, values: readonly string[]): Converted {
  const items = (flag.schema?.["items"] ?? { type: "string" }) as JsonObject;
  const read: Json[] = [];
  for (const text of values) {
    const value = items["type"] === "integer" ? readInteger(text) : text;
    if (value === null) return { ok: false, found: text, expected: "whole numbers" };
    if (flag.none && (text === "" || text === "None"))
      return { ok: false, found: text, expected: "no `None` inside a list" };
    const allowed = flag.values ?? (items["enum"] as readonly Json[] | undefined);
    if (allowed !== undefined && !allowed.includes(value))
      return { ok: false, found: text, expected: describeValues(allowed, text) };
    read.push(value);
  }
  return isSet(flag) ? { ok: true, value: [...new Set(read)].sort() } : splitTogether(flag, read);
}

/** Whether vLLM keeps each word once, in an order of its own. */
function isSet({ schema }: ServeFlag): boolean {
  return (schema?.["x-serve"] as JsonObject | undefined)?.["set"] === true;
}

/** Reads an item of a list with commas: digits are a number, anything else is a word. */
function readItem(text: string): Json {
  const item = text.trim();
  return /^\d+$/.test(item) ? Number(item) : item;
}

/** Splits `model,worker`: a list in one argument, which takes no further argument. */
function splitTogether(flag: ServeFlag, values: readonly Json[]): Converted {
  const joined = flag.values === null ? undefined : values.find((value) => String(value).includes(","));
  if (joined === undefined) return { ok: true, value: values };
  if (values.length > 1)
    return { ok: false, found: String(joined), expected: "one argument with commas, or several without" };
  return { ok: true, value: String(joined).split(",") };
}

function convertJson(flag: ServeFlag, text: string, schema: JsonObject, hasSuffixes: boolean): Converted {
  if (flag.none && isNone(text)) return { ok: true, value: null };
  if (flag.kind === "json-or-string" && !/^\s*\{[^]*\}\s*$/.test(text)) {
    return flag.schema === null ? { ok: true, value: text } : fitJson(flag, text, schema, "");
  }
  const json = hasSuffixes && flag.kind === "config" ? expandSuffixes(text) : text;
  try {
    return fitJson(flag, JSON.parse(json) as Json, schema, json);
  } catch {
    return { ok: false, found: text, expected: "JSON, with double quotes around keys and strings" };
  }
}

/** Replaces `80g` outside of strings by a number. */
function expandSuffixes(text: string): string {
  return text.replace(/"(?:[^"\\]|\\.)*"|\b\d+(?:\.\d+)?[kKmMgGtT]\b/g, (part) =>
    part.startsWith('"') ? part : String(readHumanInteger(part) ?? part),
  );
}

function fitJson(flag: ServeFlag, value: Json, schema: JsonObject, text: string): Converted {
  const fitted = fitValue(value, flag.schema ?? {}, schema, text);
  if (flag.kind === "config" && fitted.ok && value === null) return { ok: false, found: "null", expected: "an object" };
  return fitted;
}

function convertScalar(flag: ServeFlag, text: string): Converted {
  if (flag.none && isNone(text)) return { ok: true, value: null };
  const value = readScalar(flag, text);
  if (value === undefined) return { ok: false, found: text, expected: expectation(flag) };
  if (flag.kind === "enum" && value !== null && !enumOf(flag).includes(value)) {
    return { ok: false, found: text, expected: describeValues(enumOf(flag), respell(text, flag)) };
  }
  const range = typeof value === "number" && flag.schema !== null ? describeRange(value, flag.schema) : null;
  return range === null ? { ok: true, value } : { ok: false, found: text, expected: range, isRange: true };
}

function readScalar(flag: ServeFlag, text: string): Json | undefined {
  switch (flag.kind) {
    case "integer":
      return readInteger(text) ?? undefined;
    case "number":
      return readNumber(text) ?? undefined;
    case "human-int":
      return readHumanInteger(text) ?? undefined;
    case "human-int-or-auto":
      return text.trim().toLowerCase() === "auto" ? -1 : (readHumanInteger(text) ?? undefined);
    case "enum":
      return typeof enumOf(flag)[0] === "number" ? (readInteger(text) ?? undefined) : respell(text, flag);
    default:
      return respell(text, flag);
  }
}

function expectation(flag: ServeFlag): string {
  if (flag.kind === "number") return "a number";
  if (flag.kind === "human-int") return "a whole number, such as `8192`, `8k` (8,000) or `8K` (8,192)";
  if (flag.kind === "human-int-or-auto")
    return "a whole number, such as `32768`, `32k` (32,000) or `32K` (32,768), or `auto`";
  return flag.kind === "enum" ? describeValues(enumOf(flag), "") : describeTypes("integer");
}

/** Returns the allowed values of an enum flag. */
function enumOf({ flag, values }: ServeFlag): readonly Json[] {
  return must(values, `the list of values of ${flag}`);
}

function isNone(text: string): boolean {
  return text === "" || text === "None";
}

/** Parses like Python's `int()`: surrounding blanks, a sign, and single `_` between digits. */
export function readInteger(text: string): number | null {
  return /^\s*[+-]?\d+(?:_\d+)*\s*$/.test(text) ? Number(text.replaceAll("_", "")) : null;
}

/** Parses like Python's `float()`, except infinity and NaN, which JSON documents cannot hold. */
export function readNumber(text: string): number | null {
  const digits = String.raw`\d+(?:_\d+)*`;
  const pattern = new RegExp(
    String.raw`^\s*[+-]?(?:${digits}\.?(?:${digits})?|\.${digits})(?:[eE][+-]?${digits})?\s*$`,
  );
  const value = pattern.test(text) ? Number(text.replaceAll("_", "")) : NaN;
  return Number.isFinite(value) ? value : null;
}

const decimal: Readonly<Record<string, number>> = { k: 1e3, m: 1e6, g: 1e9, t: 1e12 };
const binary: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30, T: 2 ** 40 };

/** Parses human-readable integers: `25.6k` is 25,600; `1K` is 1,024 and allows no decimal point. */
export function readHumanInteger(text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([kKmMgGtT])$/.exec(text.trim());
  if (match === null) return readInteger(text);
  const [, number, suffix] = match as unknown as [string, string, string];
  if (Object.hasOwn(decimal, suffix)) return Math.trunc(Number(number) * fromRecord(decimal, suffix));
  return number.includes(".") ? null : Number(number) * fromRecord(binary, suffix);
}
