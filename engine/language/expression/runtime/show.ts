import { isList, type Value } from "./sequence.js";

/** Renders a value for a message, truncated, in backticks if present. */
export function show(value: Value): string {
  if (value === undefined) return "an absent value";
  if (isList(value)) return "an array";
  if (typeof value === "object" && value !== null) return "an object";
  const text = JSON.stringify(value);
  return `\`${text.length > 40 ? `${text.slice(0, 39)}…` : text}\``;
}
