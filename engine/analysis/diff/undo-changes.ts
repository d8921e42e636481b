import { isObject, jsonEqual, type Json, type JsonObject } from "../../base/json.js";
import { readPath } from "../../base/path.js";
import type { Change, Result } from "../../generated/result.js";

type Container = Record<string, Json>;

/** Whether a value is what an evaluation returns, as `--format json` prints it. */
export function isResult(value: JsonObject): boolean {
  return typeof value["ok"] === "boolean" && "document" in value && Array.isArray(value["changes"]) && Array.isArray(value["logs"]);
}

/** The document that an evaluation was given, from its result; null where it failed, since then it holds none. */
export function undoChanges({ document, changes }: Pick<Result, "document" | "changes">): JsonObject | null {
  if (document === null) return null;
  const before = structuredClone(document) as Container;
  shareTextConfig(before);
  for (const change of changes.toReversed()) undo(before, change);
  return before;
}

function undo(document: Container, { path, ...change }: Change): void {
  const keys = path.split(".");
  const parent = readPath(document, keys.slice(0, -1)) as Container | undefined;
  if (typeof parent !== "object" || parent === null) return;
  if ("before" in change) parent[keys.at(-1)!] = change.before as Json;
  else delete parent[keys.at(-1)!];
}

/** JSON has lost that the text config is hf_config or a part of it: equal parts are taken for one. */
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
