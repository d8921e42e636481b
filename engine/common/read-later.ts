import type { Json } from "./json.js";

/** An object whose values are JSON texts, each read when it is first asked for. */
export function readLater(texts: Readonly<Record<string, string>>): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  for (const [name, text] of Object.entries(texts)) {
    let value: Json | undefined;
    Object.defineProperty(values, name, { enumerable: true, get: () => (value ??= JSON.parse(text) as Json) });
  }
  return Object.freeze(values);
}
