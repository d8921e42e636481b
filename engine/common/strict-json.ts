import type { Json } from "./json.js";

/** Deeper than any configuration, and shallow enough for every recursive consumer. */
export const maximumDepth = 1000;

/**
 * Fast path: parses JSON that has no problems, and returns undefined if `readJson` would report one. Most texts are
 * valid, and loading the code that locates errors takes longer than parsing such a text.
 */
export function parseStrictJson(text: string): Json | undefined {
  const body = withoutByteOrderMark(text);
  try {
    const value = JSON.parse(body) as Json;
    return isStrictJson(value, body, null) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Strips the byte order mark that some editors write. */
export function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/**
 * Whether a text has no duplicate or forbidden keys and no excessive nesting, in one pass over the value and one over
 * the text. `written` is the number of keys in the text, if known.
 */
export function isStrictJson(value: Json, text: string, written: number | null): boolean {
  const keys = keysWithin(value, 0);
  return keys >= 0 && (written === null ? mostKeys(text) === keys || countKeys(text) === keys : written === keys);
}

/** Upper bound for the number of keys: colons after a quote or a blank, which elsewhere occur only in strings. */
function mostKeys(text: string): number {
  let count = 0;
  for (let index = text.indexOf(":"); index >= 0; index = text.indexOf(":", index + 1)) {
    const before = text.charCodeAt(index - 1);
    if (before === 0x22 || before <= 0x20) count++;
  }
  return count;
}

/** Number of keys of a value, at all depths; negative if one is forbidden or nesting is too deep. */
function keysWithin(value: Json, depth: number): number {
  if (typeof value !== "object" || value === null) return 0;
  if (depth > maximumDepth) return -1;
  let count = 0;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) {
      const item = value[index] as Json;
      if (typeof item !== "object" || item === null) continue;
      const inner = keysWithin(item, depth + 1);
      if (inner < 0) return inner;
      count += inner;
    }
    return count;
  }
  const object = value as { [key: string]: Json };
  for (const key in object) {
    if (key === "__proto__" || key === "constructor" || key === "prototype") return -1;
    count++;
    const child = object[key];
    if (typeof child !== "object" || child === null) continue;
    const inner = keysWithin(child, depth + 1);
    if (inner < 0) return inner;
    count += inner;
  }
  return count;
}

/** Counts colons outside strings, which is the number of keys in a valid JSON text. */
export function countKeys(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 0x3a) count++;
    else if (code === 0x22) {
      do index = text.indexOf('"', index + 1);
      while (isEscaped(text, index));
    }
  }
  return count;
}

export function isEscaped(text: string, quote: number): boolean {
  let slashes = 0;
  while (text.charCodeAt(quote - 1 - slashes) === 0x5c) slashes++;
  return slashes % 2 === 1;
}
