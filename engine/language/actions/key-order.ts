import type { Json, JsonObject, MaybeJson } from "../../common/json.js";
import { isObject } from "../../common/json.js";
import { isIndex, putKey, sortedKeys } from "../../common/key-order.js";
import { fromRecord } from "../../common/must.js";
import { readPath, type Path } from "../../common/path.js";
import { begin, spend } from "../expression/runtime/budget.js";
import type { AddedKeys, Container, Evaluation } from "./evaluation.js";

/*
 * Throughout an evaluation, the key order of an object in the document depends only on the input and on the set of
 * keys: keys that the input has at this path in the input's order, then the others sorted. The order in which rules
 * wrote them is not observable in the document, the ledger, logs or traces.
 */

/** Deep-copies a value that is written to a path, with its keys in order. */
export function copyForPlace<Value extends Json>({ input }: Evaluation, path: Path, value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  // Copying counts toward the work limit, as in expressions: an object that is copied into itself doubles each time.
  begin();
  return copyLike(value, readPath(input, path)) as Value;
}

function copyLike(value: Json, original: MaybeJson): Json {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    spend(value.length);
    const known: readonly Json[] = Array.isArray(original) ? original : [];
    return value.map((item: Json, index) => copyLike(item, known[index]));
  }
  const object = value as JsonObject;
  const copy: Record<string, Json> = {};
  const known = isObject(original) ? original : {};
  const keys = sortedKeys(object);
  spend(keys.length);
  for (const key of Object.keys(known)) {
    if (Object.hasOwn(object, key)) putKey(copy, key, copyLike(fromRecord(object, key), known[key]));
  }
  for (const key of keys)
    if (!Object.hasOwn(known, key)) putKey(copy, key, copyLike(fromRecord(object, key), undefined));
  return copy;
}

/** Adds a key to the object at a path, in its ordered position. */
export function addKey(evaluation: Evaluation, path: Path, object: Container, name: string, value: Json): void {
  const behind = isIndex(name) ? [] : keysBehind(name, Object.keys(object), readPath(evaluation.input, path));
  object[name] = value;
  for (const key of behind) {
    const moved = object[key];
    delete object[key];
    putKey(object, key, moved);
  }
  noteAdded(evaluation, path.join("."), name);
}

/** Returns the keys of an object that must follow a new key. */
function keysBehind(name: string, keys: readonly string[], original: MaybeJson): readonly string[] {
  const input = isObject(original) ? original : {};
  if (!Object.hasOwn(input, name))
    return keys.filter((key) => !isIndex(key) && key > name && !Object.hasOwn(input, key));
  const known = Object.keys(input);
  const before = new Set(known.slice(0, known.indexOf(name)));
  return keys.filter((key) => !isIndex(key) && !before.has(key));
}

/** Sentinel for an unknown order, since a key was removed or a structure was replaced. */
const unknown: AddedKeys = { path: "", name: "", others: null };

export function forgetAdded(evaluation: Evaluation): void {
  evaluation.added = unknown;
}

/** Records a key that is added to the object at a path. Returns false if the key may not belong after all others. */
export function noteAdded(evaluation: Evaluation, path: string, name: string): boolean {
  const { added } = evaluation;
  if (added === unknown) return false;
  for (let entry = added; entry !== null; entry = entry.others) {
    if (entry.path !== path) continue;
    if (entry.name > name) return false;
    entry.name = name;
    return true;
  }
  evaluation.added = { path, name, others: added };
  return true;
}
