import { aliasPath, type Alias } from "../common/engine-adapter.js";
import { isObject, type Json, type JsonObject } from "../common/json.js";
import { itemAt, lastOf } from "../common/must.js";
import { readPath } from "../common/path.js";
import { documentToJson } from "../common/aliases.js";
import type { Change, Result } from "../generated/result.js";
import { foldTrace } from "./fold-trace.js";

type Container = Record<string, Json>;

/**
 * Converts a result to JSON: `$same` replaces an alias, and a trace shows the parts of a named condition once in each
 * rule.
 */
export function resultToJson(before: JsonObject, given: Result, alias: Alias | null): Result {
  const result = given.trace === undefined ? given : { ...given, trace: foldTrace(given.trace) };
  const changes = changesToJson(before, result.changes, alias);
  if (!result.ok) return changes === result.changes ? result : { ...result, changes };
  const document = documentToJson(result.document as JsonObject, alias) as JsonObject;
  return document === result.document && changes === result.changes ? result : { ...result, document, changes };
}

/** Converts the ledger, where a replaced value may have been an alias. */
function changesToJson(before: JsonObject, changes: Change[], alias: Alias | null): Change[] {
  const field = alias === null ? null : aliasPath(alias).join(".");
  if (!changes.some(({ path }) => path === field)) return changes;
  const [state, copies] = structuredClone([before as Container, changes] as const);
  return changes.map((change, index) => {
    const { path, before: value } = change;
    const isReplaced = path === field && isObject(value);
    const shown = isReplaced
      ? { ...change, before: readPath(documentToJson(state, alias), path.split(".")) as Json }
      : change;
    apply(state, itemAt(copies, index));
    return shown;
  });
}

function apply(document: Container, { path, ...change }: Change): void {
  const keys = path.split(".");
  const parent = readPath(document, keys.slice(0, -1)) as Container;
  const name = lastOf(keys);
  if ("after" in change) parent[name] = change.after as Json;
  else delete parent[name];
}
