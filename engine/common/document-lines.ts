import { isObject, type Json, type JsonObject } from "./json.js";

export interface FlatValue {
  readonly path: string;
  readonly value: Json;
}

/** A key that is safe in a dotted path and cannot be mistaken for an array index. */
const plainName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * Flattens a document in JSON form to lines of `path: value`. Anything but an object with plain names (an array, or an
 * object with a key `0`) is a single value, so different documents have different lines.
 */
export function flatten(document: JsonObject): readonly FlatValue[] {
  const visit = (value: Json, path: readonly string[]): readonly FlatValue[] => {
    const entries = isObject(value) ? Object.entries(value) : [];
    const isOpen = path.length === 0 || (entries.length > 0 && entries.every(([key]) => plainName.test(key)));
    return isOpen ? entries.flatMap(([key, child]) => visit(child, [...path, key])) : [{ path: path.join("."), value }];
  };
  return visit(document, []);
}
