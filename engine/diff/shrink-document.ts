import { isObject, type Json, type JsonObject } from "../common/json.js";
import { fromRecord, itemAt } from "../common/must.js";

/**
 * Minimizes a document: removes everything that `shows` does not need, whole sections first, then their contents, and
 * items of arrays.
 * `shows` must hold for the document itself.
 */
export function shrinkDocument(document: JsonObject, shows: (document: JsonObject) => boolean): JsonObject {
  let smallest = document;
  const visit = (path: readonly string[]): void => {
    const inside = at(smallest, path);
    // From the last: the items before one that is removed stay where they are.
    remove(path, Array.isArray(inside) ? Object.keys(inside).toReversed() : Object.keys(inside as JsonObject));
  };
  /** Tries all keys at once, then halves of them: mostly, few are needed. */
  const remove = (path: readonly string[], keys: readonly string[]): void => {
    if (keys.length === 0) return;
    const smaller = without(smallest, path, new Set(keys)) as JsonObject;
    if (shows(smaller)) smallest = smaller;
    else if (keys.length > 1) {
      const half = keys.length >> 1;
      remove(path, keys.slice(0, half));
      remove(path, keys.slice(half));
    } else {
      const place = [...path, ...keys];
      const left = at(smallest, place);
      if (isObject(left) || Array.isArray(left)) visit(place);
    }
  };
  for (let size = Infinity; countKeys(smallest) < size; ) {
    size = countKeys(smallest);
    visit([]);
  }
  return smallest;
}

function at(document: Json, path: readonly string[]): Json {
  return path.reduce<Json>((value, key) => fromRecord(value as JsonObject, key), document);
}

function without(value: Json, [key, ...rest]: readonly string[], keys: ReadonlySet<string>): Json {
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    return key === undefined
      ? items.filter((_, index) => !keys.has(String(index)))
      : items.with(Number(key), without(itemAt(items, Number(key)), rest, keys));
  }
  const object = value as JsonObject;
  if (key === undefined) return Object.fromEntries(Object.entries(object).filter(([name]) => !keys.has(name)));
  return { ...object, [key]: without(fromRecord(object, key), rest, keys) };
}

function countKeys(value: Json): number {
  return isObject(value) || Array.isArray(value)
    ? Object.values(value).reduce<number>((sum, child: Json) => sum + 1 + countKeys(child), 0)
    : 0;
}
