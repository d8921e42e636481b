import { jsonEqual, type JsonObject, type MaybeJson } from "../base/json.js";
import { readPath, type Path } from "../base/path.js";
import type { Change } from "../generated/result.js";
import { release, stop, type Evaluation, type SharedPaths } from "./evaluation.js";

type Container = Record<string, unknown>;

/**
 * Writes a value, copying only the objects on the way to it, and enters a change in the ledger. An equal value that
 * is there already changes nothing. Fails where the parent does not exist.
 */
export function writePath(evaluation: Evaluation, path: Path, value: MaybeJson, rule: string): boolean {
  const text = path.join(".");
  if (value === undefined) {
    const message = `the value for \`${text}\` came out absent`;
    return stop(evaluation, { code: "fettle/absent-value", kind: "missing", message, rule, path: text });
  }
  const parentPath = path.slice(0, -1);
  const name = path.at(-1)!;
  const parent = readPath(evaluation.document, parentPath);
  if (typeof parent !== "object" || parent === null || (Array.isArray(parent) && !Object.hasOwn(parent, name))) {
    const message = `\`${parentPath.join(".")}\` ${describeParent(parent, name)}, so \`${text}\` cannot be set`;
    return stop(evaluation, { code: "fettle/missing-parent", kind: "missing", message, rule, path: text });
  }
  const before = Object.hasOwn(parent, name) ? (parent as JsonObject)[name] : undefined;
  if (before !== undefined && jsonEqual(before, value)) return true;
  const owner = own(evaluation, parentPath);
  owner[name] = value;
  enter(evaluation, { path: text, ...(before === undefined ? {} : { before }), after: value, rule });
  return true;
}

/** Removes a key and enters the change; a key that is absent already changes nothing. */
export function removePath(evaluation: Evaluation, path: Path, rule: string): boolean {
  const parentPath = path.slice(0, -1);
  const name = path.at(-1)!;
  const parent = readPath(evaluation.document, parentPath);
  if (typeof parent !== "object" || parent === null || !Object.hasOwn(parent, name)) return true;
  if (Array.isArray(parent)) {
    const message = `\`${path.join(".")}\` is an item of an array, which \`unset\` cannot remove`;
    return stop(evaluation, { code: "fettle/array-item", kind: "type", message, rule, path: path.join(".") });
  }
  const before = (parent as JsonObject)[name];
  delete own(evaluation, parentPath)[name];
  enter(evaluation, { path: path.join("."), before, rule });
  return true;
}

function enter(evaluation: Evaluation, change: Change): void {
  release(evaluation, change.before as MaybeJson);
  release(evaluation, change.after as MaybeJson);
  evaluation.changes.push(change);
  if (evaluation.shared != null && !isShared(evaluation.document, evaluation.shared)) evaluation.shared = undefined;
}

function describeParent(parent: MaybeJson, name: string): string {
  if (parent === undefined) return "does not exist";
  if (parent === null) return "is null";
  return Array.isArray(parent) ? `has no item ${name}` : "is not an object";
}

/** The container at a path, as one that this evaluation may write into; copies what it does not own on the way. */
function own(evaluation: Evaluation, path: Path): Container {
  let container = ownRoot(evaluation);
  const trail: string[] = [];
  for (const name of path) {
    trail.push(name);
    const child = container[name] as object;
    if (evaluation.owned.has(child)) {
      container = child as Container;
      continue;
    }
    const shared = trail[0] === "model_config" && trail.length > 1 ? findShared(evaluation) : null;
    const copy = copyOf(child);
    evaluation.owned.add(copy);
    container[name] = copy;
    if (shared !== null && shared.object === child) relink(evaluation, shared, copy);
    container = copy;
  }
  return container;
}

function ownRoot(evaluation: Evaluation): Container {
  if (!evaluation.owned.has(evaluation.document)) {
    evaluation.document = { ...evaluation.document };
    evaluation.owned.add(evaluation.document);
  }
  return evaluation.document as unknown as Container;
}

function copyOf(value: object): Container {
  return (Array.isArray(value) ? [...value] : { ...value }) as Container;
}

/** Puts the copy of a shared object into both of its places. */
function relink(evaluation: Evaluation, shared: SharedPaths, copy: Container): void {
  shared.object = copy;
  for (const path of shared.paths) {
    const parent = own(evaluation, path.slice(0, -1));
    parent[path.at(-1)!] = copy;
  }
}

const textConfig: Path = ["model_config", "hf_text_config"];
const config: Path = ["model_config", "hf_config"];

/** How deep below hf_config a text config is looked for; vLLM itself goes two levels down. */
const deepestTextConfig = 3;

function findShared(evaluation: Evaluation): SharedPaths | null {
  if (evaluation.shared === undefined) evaluation.shared = searchShared(evaluation.document);
  return evaluation.shared;
}

function searchShared(document: JsonObject): SharedPaths | null {
  const object = readPath(document, textConfig);
  if (typeof object !== "object" || object === null) return null;
  let level: [unknown, Path][] = [[readPath(document, config), config]];
  for (let depth = 0; depth <= deepestTextConfig && level.length > 0; depth++) {
    const match = level.find(([value]) => value === object);
    if (match !== undefined) return { object, paths: [textConfig, match[1]] };
    level = level.flatMap(([value, path]) =>
      typeof value === "object" && value !== null && !Array.isArray(value)
        ? Object.entries(value).map(([key, child]): [unknown, Path] => [child, [...path, key]])
        : [],
    );
  }
  return null;
}

function isShared(document: JsonObject, shared: SharedPaths): boolean {
  return shared.paths.every((path) => readPath(document, path) === shared.object);
}
