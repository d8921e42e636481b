import { isObject, type Json, type JsonObject } from "../common/json.js";
import { fromRecord } from "../common/must.js";

/**
 * Minimizes a document: removes everything that `shows` does not need, whole sections first, then their contents.
 * `shows` must hold for the document itself.
 */
export function shrinkDocument(document: JsonObject, shows: (document: JsonObject) => boolean): JsonObject {
  let smallest = document;
  const visit = (path: readonly string[]): void => {
    for (const key of Object.keys(at(smallest, path) as JsonObject)) {
      const place = [...path, key];
      const smaller = without(smallest, place) as JsonObject;
      if (shows(smaller)) smallest = smaller;
      else if (isObject(at(smallest, place))) visit(place);
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

function without(value: Json, [key = "", ...rest]: readonly string[]): Json {
  const { [key]: child = null, ...others } = value as JsonObject;
  return rest.length === 0 ? others : { ...(value as JsonObject), [key]: without(child, rest) };
}

function countKeys(value: Json): number {
  return isObject(value) ? Object.values(value).reduce<number>((sum, child) => sum + 1 + countKeys(child), 0) : 0;
}
