import type { Json } from "./json.js";

/** Deeper than any configuration, and shallow enough for every recursive consumer of the result. */
export const maximumDepth = 1000;

/**
 * The value of a JSON text in which nothing is wrong; undefined where `readJson` has something to say of it. Most
 * texts are faultless, and what finds the place of a fault takes longer to load than such a text to read.
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

/** A text without the mark that some editors begin it with. */
export function withoutByteOrderMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** Whether a key stands twice or is forbidden, or nesting too deep: one pass over the value and one over the text. `written` is how many keys the text has, where they are counted. */
export function isStrictJson(value: Json, text: string, written: number | null): boolean {
  const keys = keysWithin(value, 0);
  return keys >= 0 && (written === null ? mostKeys(text) === keys || countKeys(text) === keys : written === keys);
}

/** No fewer keys than a text has: colons after a quote or a blank, which other than after a key stand only in strings. */
function mostKeys(text: string): number {
  let count = 0;
  for (let index = text.indexOf(":"); index >= 0; index = text.indexOf(":", index + 1)) {
    const before = text.charCodeAt(index - 1);
    if (before === 0x22 || before <= 0x20) count++;
  }
  return count;
}

/** How many keys a value holds at all depths; negative where one is forbidden, or where it is nested too deep. */
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

/** Colons outside strings: one a key, in a text that is known to be JSON. */
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
