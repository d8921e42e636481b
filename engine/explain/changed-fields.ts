import { isModelField } from "../common/engine-adapter.js";
import type { JsonObject } from "../common/json.js";
import { readPath } from "../common/path.js";
import type { Evaluated } from "./evaluated.js";
import { lastChanges } from "./net-changes.js";
import { findOrigin } from "./origin-of.js";

/** Tells for each field of a resolved document whether it differs from the release's constant default. */
export function changedFields(evaluated: Evaluated): (path: string) => boolean {
  const { built, result } = evaluated;
  const written = new Set(lastChanges(result.changes).flatMap(({ path, after }) => [path, ...leavesOf(path, after)]));
  return (path) => {
    if (isModelField(path, evaluated.rules.engine) || path.startsWith("environment.")) return false;
    if (written.has(path)) return true;
    const value = readPath(result.document as JsonObject, path.split("."));
    const origin = findOrigin(path, built?.origins ?? {});
    return value != null && origin !== null && origin.isConstant !== true;
  };
}

function leavesOf(path: string, value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [`${path}.${key}`, ...leavesOf(`${path}.${key}`, child)]);
}
