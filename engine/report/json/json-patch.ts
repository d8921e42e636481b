import { isObject, type JsonObject, type MaybeJson } from "../../common/json.js";
import { pointer } from "../../common/path.js";
import { documentToJson } from "../../common/aliases.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Printed } from "../printed.js";

/** One operation of RFC 6902. */
export type PatchOperation =
  | { readonly op: "add" | "replace"; readonly path: string; readonly value: unknown }
  | { readonly op: "remove"; readonly path: string };

/** Renders the changes as a JSON Patch of the document as `--format json` prints it; empty if the evaluation failed. */
export function reportJsonPatch({ before, result, rules: { engine } }: Evaluated): Printed {
  const json = (document: JsonObject) => documentToJson(document, engine.alias);
  const operations = result.document === null ? [] : patchBetween(json(before), json(result.document as JsonObject));
  const lines = operations.map((operation) => `  ${JSON.stringify(operation)}`);
  return { text: lines.length === 0 ? "[]\n" : `[\n${lines.join(",\n")}\n]\n` };
}

/**
 * Computes the operations that turn one JSON value into another; an aliased object is written in both places. Arrays of
 * different lengths are replaced as a whole.
 */
export function patchBetween(before: unknown, after: unknown, keys: readonly string[] = []): readonly PatchOperation[] {
  if (before === after) return [];
  if (isObject(before) && isObject(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return names.flatMap((name) => entryPatch(own(before, name), own(after, name), [...keys, name]));
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length) {
    return before.flatMap((item, index) => patchBetween(item, after[index], [...keys, String(index)]));
  }
  return [{ op: "replace", path: pointer(keys), value: after }];
}

function entryPatch(before: MaybeJson, after: MaybeJson, keys: readonly string[]): readonly PatchOperation[] {
  if (after === undefined) return [{ op: "remove", path: pointer(keys) }];
  if (before === undefined) return [{ op: "add", path: pointer(keys), value: after }];
  return patchBetween(before, after, keys);
}

function own(object: { readonly [key: string]: MaybeJson }, name: string): MaybeJson {
  return Object.hasOwn(object, name) ? object[name] : undefined;
}
