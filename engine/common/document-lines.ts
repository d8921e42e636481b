import { sameObjectAs } from "./aliases.js";
import type { Alias } from "./engine-adapter.js";
import { isObject, type Json, type JsonObject } from "./json.js";

export interface FlatValue {
  readonly path: string;
  readonly value: Json;
  /** The path of the object that the value is, if it is an alias. */
  readonly sameAs?: string;
}

/** A key that is safe in a dotted path and cannot be mistaken for an array index. */
const plainName = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/**
 * Flattens a document in JSON form to lines of `path: value`. Anything but an object with plain names (an array, or an
 * object with a key `0`) is a single value, so different documents have different lines. A `$same` of `alias` has the
 * path that it means.
 */
export function flatten(document: JsonObject, alias: Alias | null = null): readonly FlatValue[] {
  const visit = (value: Json, path: readonly string[]): readonly FlatValue[] => {
    const entries = isObject(value) ? Object.entries(value) : [];
    const isOpen = path.length === 0 || (entries.length > 0 && entries.every(([key]) => plainName.test(key)));
    if (isOpen) return entries.flatMap(([key, child]) => visit(child, [...path, key]));
    const text = path.join(".");
    const same = sameObjectAs(text, value, alias);
    return [{ path: text, value, ...(same === null ? {} : { sameAs: same }) }];
  };
  return visit(document, []);
}
