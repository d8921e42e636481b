import type { MaybeJson } from "../common/json.js";
import { itemAt } from "../common/must.js";
import { escapeControls } from "../common/printable.js";

/** A message in parts: text, and the names of placeholders, each where it stands in the message. */
export type TemplatePart = { readonly text: string } | { readonly name: string; readonly offset: number };

export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  /** A brace at this offset is left open or closes nothing. */
  | { readonly ok: false; readonly offset: number };

/** Splits `text with {name}`; `{{` and `}}` stand for the braces themselves. */
export function parseTemplate(message: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let at = 0;
  while (at < message.length) {
    const start = braceFrom(message, at);
    if (start > at) parts.push({ text: message.slice(at, start) });
    if (start === message.length) break;
    const brace = itemAt(message, start);
    if (message[start + 1] === brace) {
      parts.push({ text: brace });
      at = start + 2;
      continue;
    }
    const end = braceFrom(message, start + 1);
    if (brace === "}" || message[end] !== "}") return { ok: false, offset: start };
    const written = message.slice(start + 1, end);
    const name = written.trim();
    parts.push({ name, offset: name === "" ? start : start + 1 + written.indexOf(name) });
    at = end + 1;
  }
  return { ok: true, parts };
}

/** Where the next brace stands; the message's end where there is none. */
function braceFrom(message: string, from: number): number {
  for (let index = from; index < message.length; index++) {
    const code = message.charCodeAt(index);
    if (code === 0x7b || code === 0x7d) return index;
  }
  return message.length;
}

/** Longest rendering of one value inside a message; `params` holds the whole. */
const longest = 200;

/** A value inside a message. Control characters are escaped, so that no value can forge a line of a log. */
export function showValue(value: MaybeJson): string {
  if (typeof value === "number") return String(value);
  if (value === undefined) return "absent";
  const text = typeof value === "string" ? value : typeof value === "object" ? renderStructure(value) : String(value);
  return escapeControls(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

function renderStructure(value: MaybeJson): string {
  if (value === null) return "null";
  return Array.isArray(value) ? `[${value.length} items]` : "{…}";
}
