import type { Json } from "./json.js";

/** An object whose values are parsed from JSON texts on first access. */
export function lazyJson(texts: Readonly<Record<string, string>>): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const [name, text] of Object.entries(texts)) {
    let value: Json | undefined;
    Object.defineProperty(values, name, { enumerable: true, get: () => (value ??= JSON.parse(text) as Json) });
  }
  return Object.freeze(values);
}
