import type { Json } from "./json.js";

/** JSON as rule files are laid out: two spaces, at most 120 columns, and what fits on a line on one line. */
export function printJson(value: Json, width = 120): string {
  return `${print(value, "", 0, width)}\n`;
}

/** `used` is what stands on the line before the value, and after it: a key, a comma. */
function print(value: Json, indent: string, used: number, width: number): string {
  const line = printLine(value);
  const isRoot = indent === "" && used === 0;
  if (typeof value !== "object" || value === null || (!isRoot && indent.length + used + line.length <= width)) return line;
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((item: Json) => inner + print(item, inner, 1, width))
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return inner + name + print(item, inner, name.length + 1, width);
      });
  if (parts.length === 0) return line;
  const [open, close] = Array.isArray(value) ? "[]" : "{}";
  return `${open}\n${parts.join(",\n")}\n${indent}${close}`;
}

function printLine(value: Json): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(printLine).join(", ")}]`;
  const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${printLine(item)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}
