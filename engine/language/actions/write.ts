import { jsonEqual, type JsonObject, type MaybeJson } from "../../common/json.js";
import { itemAt, lastOf } from "../../common/must.js";
import { hasKey, readPath, type Path } from "../../common/path.js";
import { charge } from "../expression/runtime/budget.js";
import { release, stop, type Container, type Evaluation } from "./evaluation.js";
import { addKey, copyForPlace, forgetAdded } from "./key-order.js";
import { shareCopy } from "./sharing.js";

/** A target path, with the parts that a write needs. */
export interface Target {
  readonly text: string;
  readonly path: Path;
  readonly parent: Path;
  readonly name: string;
}

export function targetOf(path: Path): Target {
  return { text: path.join("."), path, parent: path.slice(0, -1), name: lastOf(path) };
}

/**
 * Writes a value, copying only the objects on the path, and records the change in the ledger. A structure is
 * deep-copied, so that no two places of the document alias. Writing an equal value has no effect. Fails if the parent
 * does not exist.
 */
export function writePath(evaluation: Evaluation, target: Target, value: MaybeJson, rule: string): boolean {
  const { text, name } = target;
  if (value === undefined) return absentValue(evaluation, target, rule);
  const parent = readPath(evaluation.document, target.parent);
  if (typeof parent !== "object" || parent === null || (Array.isArray(parent) && !hasKey(parent, name))) {
    const place = `\`${target.parent.join(".")}\` ${describeParent(parent, name)}`;
    const error = {
      code: "fettle/missing-parent",
      kind: "missing",
      message: `${place}, so \`${text}\` cannot be set`,
    } as const;
    return stop(evaluation, { ...error, rule, path: text });
  }
  const before = Object.hasOwn(parent, name) ? (parent as JsonObject)[name] : undefined;
  if (before === value || (before !== undefined && jsonEqual(before, value, charge))) return true;
  const after = copyForPlace(evaluation, target.path, value);
  const container = own(evaluation, target.parent);
  if (before === undefined) addKey(evaluation, target.parent, container, name, after);
  else container[name] = after;
  if (typeof after === "object" && after !== null) forgetAdded(evaluation);
  release(evaluation, before);
  evaluation.changes.push(before === undefined ? { path: text, after, rule } : { path: text, before, after, rule });
  return true;
}

/** Removes a key and records the change. Removing an absent key has no effect. */
export function removePath(evaluation: Evaluation, target: Target, rule: string): boolean {
  const { text, name } = target;
  const parent = readPath(evaluation.document, target.parent);
  if (typeof parent !== "object" || parent === null || !hasKey(parent, name)) return true;
  if (Array.isArray(parent)) {
    const message = `\`${text}\` is an item of an array, which \`unset\` cannot remove`;
    return stop(evaluation, { code: "fettle/array-item", kind: "type", message, rule, path: text });
  }
  const before = (parent as JsonObject)[name];
  delete own(evaluation, target.parent)[name];
  forgetAdded(evaluation);
  release(evaluation, before);
  evaluation.changes.push({ path: text, before, rule });
  return true;
}

/** Fails because a value is absent; always returns false. */
export function absentValue(evaluation: Evaluation, { text }: Target, rule: string): false {
  const message = `the value for \`${text}\` is absent`;
  return stop(evaluation, { code: "fettle/absent-value", kind: "missing", message, rule, path: text });
}

function describeParent(parent: MaybeJson, name: string): string {
  if (parent === undefined) return "does not exist";
  if (parent === null) return "is null";
  return Array.isArray(parent) ? `has no item ${name}` : "is not an object";
}

/** Returns the container at a path, writable by this evaluation. Copies objects on the path that it does not own. */
export function own(evaluation: Evaluation, path: Path): Container {
  if (evaluation.owned.length === 0) {
    evaluation.document = { ...evaluation.document };
    evaluation.owned = [evaluation.document];
  }
  const { owned } = evaluation;
  const alias = evaluation.alias?.section === path[0] ? evaluation.alias : null;
  let container = evaluation.document as unknown as Container;
  let mayShare = true;
  for (let depth = 0; depth < path.length; depth++) {
    const name = itemAt(path, depth);
    const child = container[name] as object;
    mayShare &&= !Array.isArray(child);
    if (owned.includes(child)) {
      container = child as Container;
      continue;
    }
    const copy = (Array.isArray(child) ? [...child] : { ...child }) as Container;
    owned.push(copy);
    container[name] = copy;
    if (mayShare && alias !== null) shareCopy(evaluation, alias, path.slice(0, depth + 1), child, copy, own);
    container = copy;
  }
  return container;
}

/**
 * Copies an object to which keys will be added: in V8, adding keys to an object made by `{...}` takes twenty times as
 * long. `Object.assign` would treat the key `__proto__` as the prototype.
 */
export function copyOf<Value extends object>(object: Value): Value {
  return Object.hasOwn(object, "__proto__") ? { ...object } : Object.assign({}, object);
}
