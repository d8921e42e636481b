import { escapeControls } from "./printable.js";

/** Renders a value on one line: JSON without control characters, truncated to `longest` characters. */
export function showValue(value: unknown, longest = 60): string {
  if (value === undefined) return "absent";
  const text = escapeControls(render(value, longest));
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** Renders no more of a large value than will be shown. */
function render(value: unknown, longest: number): string {
  if (typeof value === "string") return JSON.stringify(value.slice(0, longest));
  if (typeof value !== "object" || value === null) return String(value);
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  const parts: string[] = [];
  let length = 0;
  for (const key of Array.isArray(value) ? value.keys() : Object.keys(value)) {
    const item = render((value as Record<string, unknown>)[key], longest - length);
    const part = Array.isArray(value) ? item : `${JSON.stringify(key)}: ${item}`;
    parts.push(part);
    length += part.length + 2;
    if (length > longest) break;
  }
  return `${open}${parts.join(", ")}${close}`;
}
