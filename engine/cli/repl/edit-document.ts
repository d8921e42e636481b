import { diagnostic, FettleError } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import { hasKey, type Path } from "../../common/path.js";

type Container = Record<string, unknown>;

/** Copies a document with a value set at a path, creating missing objects on the path. @throws FettleError */
export function withPath(document: JsonObject, path: Path, value: unknown): JsonObject {
  const copy = structuredClone(document) as Container;
  const parent = path.slice(0, -1).reduce<Container>((at, name, index) => {
    if (!hasKey(at, name) || at[name] === null) at[name] = {};
    const next = at[name];
    if (typeof next !== "object" || next === null) throw notInside(path.slice(0, index + 1));
    return next as Container;
  }, copy);
  const name = lastOf(path);
  if (Array.isArray(parent) && !(Number(name) < parent.length)) throw notInside(path.slice(0, -1));
  parent[name] = structuredClone(value);
  return copy as JsonObject;
}

/** Copies a document without the key at a path. */
export function withoutPath(document: JsonObject, path: Path): JsonObject {
  const copy = structuredClone(document) as Container;
  let parent: unknown = copy;
  for (const name of path.slice(0, -1))
    parent = typeof parent === "object" && parent !== null && hasKey(parent, name) ? (parent as Container)[name] : null;
  if (Array.isArray(parent)) throw notInside(path.slice(0, -1));
  if (typeof parent === "object" && parent !== null) delete (parent as Container)[lastOf(path)];
  return copy as JsonObject;
}

function lastOf(path: Path): string {
  return path[path.length - 1] ?? "";
}

function notInside(path: Path): FettleError {
  return new FettleError([
    diagnostic("bad-path", `\`${path.join(".")}\` is not an object, so the key cannot be set in it`, {
      hint: "set the whole value instead",
    }),
  ]);
}
