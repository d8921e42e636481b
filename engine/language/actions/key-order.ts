import type { Json, JsonObject, MaybeJson } from "../../common/json.js";
import { isObject } from "../../common/json.js";
import { isIndex, putKey, sortedKeys } from "../../common/key-order.js";
import { fromRecord } from "../../common/must.js";
import { readPath, type Path } from "../../common/path.js";
import { begin, spend } from "../expression/runtime/budget.js";
import type { AddedKeys, Container, Evaluation } from "./evaluation.js";

/*
 * At any moment of an evaluation, the keys of an object in the document are in an order that follows from the input and
 * from which keys there are: those that the input has at this place in the input's order, then the others sorted.
 * Nothing tells in which order rules wrote them, neither in the document nor in the ledger, logs or traces.
 */

/** A deep copy of a value that is written to a path, with its keys in order. */
export function copyForPlace<Value extends Json>({ input }: Evaluation, path: Path, value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  // What is copied counts like what an expression looks at: an object that is copied into itself doubles each time.
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

/** Adds a key to the object at a path, at the place that is the key's own. */
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

/** Which keys of an object belong behind a new one. */
function keysBehind(name: string, keys: readonly string[], original: MaybeJson): readonly string[] {
  const input = isObject(original) ? original : {};
  if (!Object.hasOwn(input, name))
    return keys.filter((key) => !isIndex(key) && key > name && !Object.hasOwn(input, key));
  const known = Object.keys(input);
  const before = new Set(known.slice(0, known.indexOf(name)));
  return keys.filter((key) => !isIndex(key) && !before.has(key));
}

/** Stands for a list from which the order no longer follows, since a key was removed or a structure replaced. */
const unknown: AddedKeys = { path: "", name: "", others: null };

export function forgetAdded(evaluation: Evaluation): void {
  evaluation.added = unknown;
}

/** Enters a key that is added to the object at a path; false where it may not belong behind all others of the object. */
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
