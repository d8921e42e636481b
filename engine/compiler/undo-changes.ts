import { aliasedPath, aliasPath, type Alias } from "../common/engine-adapter.js";
import { isObject, jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { lastOf } from "../common/must.js";
import { readPath } from "../common/path.js";
import { tryFromJson } from "../common/aliases.js";
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
export function undoChanges(
  { document, changes }: Pick<Result, "document" | "changes">,
  alias: Alias | null,
): JsonObject | null {
  if (document === null) return null;
  const given = document as JsonObject;
  const withAlias = (json: JsonObject): JsonObject => tryFromJson(json, alias) ?? json;
  const before = structuredClone(withAlias(given)) as Container;
  if (alias !== null && withAlias(given) === given && changes.some((change) => isInside(change, alias)))
    restoreAlias(before, alias);
  return changes.toReversed().reduce<Container>((state, change) => withAlias(undo(state, change)) as Container, before);
}

function undo(document: Container, { path, ...change }: Change): Container {
  const keys = path.split(".");
  const parent = readPath(document, keys.slice(0, -1)) as Container | undefined;
  if (typeof parent !== "object" || parent === null) return document;
  const name = lastOf(keys);
  if ("before" in change) parent[name] = change.before as Json;
  else delete parent[name];
  return document;
}

/** Whether a change is inside an object that may have two names. */
function isInside({ path }: Change, alias: Alias): boolean {
  return [aliasPath(alias), aliasedPath(alias)].some((place) => path.startsWith(`${place.join(".")}.`));
}

/**
 * Restores aliasing in a result without `$same`, as printed by another program: a part that equals the field after
 * writes to either is taken for an alias, since two separate objects are unlikely to have become equal.
 */
function restoreAlias(document: Container, { section, field, of }: Alias): void {
  const model = (document[section] ?? {}) as Container;
  const { [field]: text, [of]: whole = null } = model;
  if (!isObject(text)) return;
  const open: Json[] = [whole];
  for (let part = open.shift(); part !== undefined; part = open.shift()) {
    if (!isObject(part)) continue;
    if (jsonEqual(part, text)) return void (model[field] = part);
    open.push(...Object.values(part));
  }
}
