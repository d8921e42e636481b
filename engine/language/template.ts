import type { MaybeJson } from "../common/json.js";
import { itemAt } from "../common/must.js";
import { escapeControls } from "../common/printable.js";

/** Part of a message: literal text, or the name of a placeholder and its offset in the message. */
export type TemplatePart = { readonly text: string } | { readonly name: string; readonly offset: number };

export type ParsedTemplate =
  | { readonly ok: true; readonly parts: readonly TemplatePart[] }
  /** An unbalanced brace at this offset. */
  | { readonly ok: false; readonly offset: number };

/** Parses `text with {name}`; `{{` and `}}` are literal braces. */
export function parseTemplate(message: string): ParsedTemplate {
  const parts: TemplatePart[] = [];
  let at = 0;
  for (;;) {
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

/** Offset of the next brace, or of the message's end. */
function braceFrom(message: string, from: number): number {
  for (let index = from; index < message.length; index++) {
    const code = message.charCodeAt(index);
    if (code === 0x7b || code === 0x7d) return index;
  }
  return message.length;
}

/** Maximum length of one rendered value in a message; `params` has the whole value. */
const longest = 200;

/** Renders a value for a message. Escapes control characters, so that no value can forge a log line. */
export function showValue(value: MaybeJson): string {
  if (value === undefined) return "absent";
  const text = typeof value === "object" ? renderStructure(value) : String(value);
  return escapeControls(text.length > longest ? `${text.slice(0, longest)}…` : text);
}

function renderStructure(value: MaybeJson): string {
  if (value === null) return "null";
  return Array.isArray(value) ? `[${value.length} items]` : "{…}";
}
