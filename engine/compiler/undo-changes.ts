import { isObject, jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { lastOf } from "../common/must.js";
import { readPath } from "../common/path.js";
import { tryFromJson } from "../common/shared-text-config.js";
import type { Change, Result } from "../generated/result.js";

type Container = Record<string, Json>;

/** Whether a value is what an evaluation returns, as `--format json` prints it. */
export function isResult(value: JsonObject): boolean {
  return (
    typeof value["ok"] === "boolean" &&
    "document" in value &&
    Array.isArray(value["changes"]) &&
    Array.isArray(value["logs"])
  );
}

/**
 * The document that an evaluation was given, from its printed result; null where it failed, since then it holds none. A
 * `$same` that names no object is left for who checks the document.
 */
export function undoChanges({ document, changes }: Pick<Result, "document" | "changes">): JsonObject | null {
  if (document === null) return null;
  const given = document as JsonObject;
  const before = structuredClone(shared(given)) as Container;
  if (shared(given) === given && changes.some(isInConfig)) shareTextConfig(before);
  return changes.toReversed().reduce(undo, before);
}

function undo(document: Container, { path, ...change }: Change): Container {
  const keys = path.split(".");
  const parent = readPath(document, keys.slice(0, -1)) as Container | undefined;
  if (typeof parent !== "object" || parent === null) return document;
  const name = lastOf(keys);
  if ("before" in change) parent[name] = change.before as Json;
  else delete parent[name];
  return shared(document) as Container;
}

/** With hf_text_config as the object that `$same` names, where it names one. */
function shared(document: JsonObject): JsonObject {
  return tryFromJson(document) ?? document;
}

/** Whether a change leads into the model's own configuration. */
function isInConfig({ path }: Change): boolean {
  return /^model_config\.hf_(?:text_)?config\./.test(path);
}

/**
 * Without `$same`, as in a result that a program printed by itself, a part that equals the text config after writes to
 * either is taken for the same object: two objects would hardly have become equal.
 */
function shareTextConfig(document: Container): void {
  const model = document["model_config"] as Container | undefined;
  const text = model?.["hf_text_config"];
  if (!isObject(model) || !isObject(text)) return;
  const open: Json[] = [model["hf_config"] ?? null];
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    if (!isObject(part)) continue;
    if (jsonEqual(part, text)) return void ((model as Container)["hf_text_config"] = part);
    open.push(...Object.values(part));
  }
}
