import { isList, type Value } from "./sequence.js";

/** A value in a message: short, in backticks where it is one. */
export function show(value: Value): string {
  if (value === undefined) return "an absent value";
  if (isList(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}
