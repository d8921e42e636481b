import type { Json } from "./json.js";
import { readJson, type ReadJson } from "./read-json.js";

const words = /"(?:[^"\\]|\\.)*"|-?\bInfinity(?=\s*[,}\]])|\bNaN(?=\s*[,}\]])/g;

/**
 * Parses JSON as Python's `json` does, including `Infinity` and `NaN`. Each is replaced by a token of the same length
 * to preserve positions.
 */
export function readPythonJson(text: string, file: string | null = null): ReadJson {
  const read = readJson(text, file);
  if (read.ok || !/Infinity|NaN/.test(text)) return read;
  const mark = unusedIn(text);
  const again = readJson(
    text.replace(words, (word) => (word === "NaN" ? `"${mark}"` : word.replace(/^(-?)Infinity$/, "$11e999999"))),
    file,
  );
  if (!again.ok) return read;
  return { ok: true, source: { ...again.source, value: withNumbers(again.source.value, mark) } };
}

/** Returns a private-use character that does not occur in a text. */
function unusedIn(text: string): string {
  for (let code = 0xe000; code < 0xf900; code++)
    if (!text.includes(String.fromCharCode(code))) return String.fromCharCode(code);
  throw new RangeError("a text holds every letter of private use");
}

function withNumbers(value: Json, mark: string): Json {
  if (value === mark) return Number.NaN;
  if (Array.isArray(value)) return value.map((item) => withNumbers(item, mark));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNumbers(inner, mark)]));
}
