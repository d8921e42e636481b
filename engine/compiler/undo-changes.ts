import { isObject, jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { lastOf } from "../common/must.js";
import { readPath } from "../common/path.js";
import { tryFromJson } from "../common/shared-text-config.js";
import type { Change, Result } from "../generated/result.js";

type Container = Record<string, Json>;

/** Whether a value is an evaluation result as `--format json` prints it. */
export function isResult(value: JsonObject): boolean {
  return (
    typeof value["ok"] === "boolean" &&
    "document" in value &&
    Array.isArray(value["changes"]) &&
    Array.isArray(value["logs"])
  );
}

/**
 * Reconstructs the input document from a printed result; null if the evaluation failed, since the result then has no
 * document. A `$same` that refers to no object is kept, for the document check to report.
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

/** Resolves `$same` for hf_text_config, if it refers to an object. */
function shared(document: JsonObject): JsonObject {
  return tryFromJson(document) ?? document;
}

/** Whether a change is inside the model's own configuration. */
function isInConfig({ path }: Change): boolean {
  return /^model_config\.hf_(?:text_)?config\./.test(path);
}

/**
 * Restores aliasing in a result without `$same`, as printed by another program: a part that equals the text config
 * after writes to either is taken for an alias, since two separate objects are unlikely to have become equal.
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
