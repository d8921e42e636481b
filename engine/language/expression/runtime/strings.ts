import { ExpressionError } from "../expression-error.js";
import { checkedLength, checkedString, checkedStringLength } from "./budget.js";
import type { Value } from "./sequence.js";

type Text = string | undefined;
type Count = number | undefined;

/** Lengths and positions count code points, not UTF-16 code units. */
const characters = (text: string): string[] => [...text];

export const length = (text: Text): Count => (text === undefined ? undefined : characters(text).length);

export function substring(text: Text, start: Count, size: Count): Text {
  if (text === undefined) return undefined;
  const all = characters(text);
  const from = start !== undefined && all.length + start < 0 ? 0 : start;
  if (size === undefined) return all.slice(from).join("");
  if (size <= 0) return "";
  // An absent start with a size selects nothing, since the arithmetic yields NaN.
  const end = from === undefined ? 0 : from >= 0 ? from + size : all.length + from + size;
  return all.slice(from, end).join("");
}

export function substringBefore(text: Text, mark: Text): Text {
  if (text === undefined) return undefined;
  const at = text.indexOf(given("substringBefore", 2, mark));
  return at < 0 ? text : text.slice(0, at);
}

export function substringAfter(text: Text, mark: Text): Text {
  if (text === undefined) return undefined;
  const needle = given("substringAfter", 2, mark);
  const at = text.indexOf(needle);
  return at < 0 ? text : text.slice(at + needle.length);
}

export const lowercase = (text: Text): Text => text?.toLowerCase();
export const uppercase = (text: Text): Text => (text === undefined ? undefined : checkedString(text.toUpperCase()));

/** Collapses blanks, tabs and line breaks to one blank and trims both ends. */
export const trim = (text: Text): Text => text?.replace(/[ \t\n\r]+/g, " ").replace(/^ | $/g, "");

export function pad(text: Text, width: Count, filler: Text): Text {
  if (text === undefined || width === undefined) return text;
  const missing = Math.abs(Math.trunc(width)) - characters(text).length;
  if (missing <= 0) return text;
  checkedStringLength(text.length + missing);
  const unit = filler === undefined || filler === "" ? " " : filler;
  // Repeats first and truncates by code points afterwards, since surrogate halves may join where two copies meet.
  const copies = Math.ceil(missing / Math.max(1, Math.floor(unit.length / 2))) + 1;
  const padding = characters(unit.repeat(copies)).slice(0, missing).join("");
  return width > 0 ? text + padding : padding + text;
}

export function contains(text: Text, part: Text): boolean | undefined {
  return text === undefined || part === undefined ? undefined : text.includes(part);
}

export function split(text: Text, separator: Text, limit: Count): Value {
  if (text === undefined) return undefined;
  if (limit !== undefined && limit < 0)
    throw new ExpressionError("D3020", "the limit of `$split` must not be negative");
  if (limit === 0) return [];
  const parts = text.split(given("split", 2, separator), limit);
  checkedLength(parts.length);
  return parts;
}

export function join(parts: readonly string[] | undefined, separator: Text): Text {
  if (parts === undefined) return undefined;
  let size = 0;
  for (const part of parts) checkedStringLength((size += part.length + (separator?.length ?? 0)));
  return parts.join(separator ?? "");
}

export function replace(text: Text, pattern: Text, replacement: Text, limit: Count): Text {
  if (text === undefined) return undefined;
  if (pattern === "") throw new ExpressionError("D3010", "the pattern of `$replace` must not be empty");
  if (limit !== undefined && limit < 0)
    throw new ExpressionError("D3011", "the limit of `$replace` must not be negative");
  if (limit === 0) return text;
  const needle = given("replace", 2, pattern);
  const inserted = given("replace", 3, replacement);
  let result = "";
  let from = 0;
  let count = 0;
  for (
    let at = text.indexOf(needle);
    at >= 0 && (limit === undefined || count < limit);
    at = text.indexOf(needle, from)
  ) {
    result = checkedString(result + text.slice(from, at) + inserted);
    from = at + needle.length;
    count++;
  }
  return checkedString(result + text.slice(from));
}

/** jsonata would continue with the string "undefined" here. */
function given(name: string, position: number, value: Text): string {
  if (value !== undefined) return value;
  throw new ExpressionError("absent-argument", `argument ${position} of \`$${name}\` is absent`);
}
