import { isObject, type Json, type JsonObject } from "./json.js";

export interface FlatValue {
  readonly path: string;
  readonly value: Json;
}

/** A key that a dotted path can hold and that no reader takes for a place in an array. */
const plainName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * A document, in the form that JSON holds, as lines of `path: value`. What is not an object of plain names, such as an
 * array or an object with a key `0`, is one value: so no two documents have the same lines.
 */
export function flatten(document: JsonObject): readonly FlatValue[] {
  const visit = (value: Json, path: readonly string[]): readonly FlatValue[] => {
    const entries = isObject(value) ? Object.entries(value) : [];
    const isOpen = path.length === 0 || (entries.length > 0 && entries.every(([key]) => plainName.test(key)));
    return isOpen ? entries.flatMap(([key, child]) => visit(child, [...path, key])) : [{ path: path.join("."), value }];
  };
  return visit(document, []);
}
