import { aliasedPath, aliasPath, type Alias } from "../../common/engine-adapter.js";
import type { Json, MaybeJson } from "../../common/json.js";
import { isIndex } from "../../common/key-order.js";
import { itemAt, lastOf } from "../../common/must.js";
import { hasKey, type Path } from "../../common/path.js";

/** A mutable document under construction. */
export type Draft = { [key: string]: Json };

/**
 * Sets a value at a path, or removes it if undefined. Replaces anything else on the path by a container: an object, or
 * with `asList` an array if the next key is a number. Arrays grow by at most eight items; an item beyond is not set.
 */
export function place(draft: Draft, path: Path, value: MaybeJson, asList: boolean): void {
  let container = draft;
  for (const [depth, key] of path.slice(0, -1).entries()) {
    const child = hasKey(container, key) ? container[key] : undefined;
    const isContainer =
      typeof child === "object" && child !== null && (!Array.isArray(child) || isIndex(itemAt(path, depth + 1)));
    if (!isContainer) {
      if (value === undefined) return;
      put(container, key, asList && isIndex(itemAt(path, depth + 1)) ? [] : {});
    }
    const next = container[key];
    // The item is too far beyond the array's end.
    if (typeof next !== "object" || next === null) return;
    container = next as Draft;
  }
  put(container, lastOf(path), value);
}

function put(container: Draft | Json[], key: string, value: MaybeJson): void {
  if (!Array.isArray(container)) {
    if (value === undefined) delete container[key];
    else container[key] = value;
    return;
  }
  if (!isIndex(key)) return;
  const index = Math.min(Number(key), container.length + 8);
  if (value === undefined) container.length = Math.min(index, container.length);
  else {
    while (container.length < index) container.push(null);
    container[index] = value;
  }
}

/**
 * Makes an alias the part of the aliased field at a path in it. The part becomes an object if necessary, and receives
 * the keys that only the alias had.
 */
export function share(draft: Draft, alias: Alias, part: Path): void {
  const read = (path: Path) =>
    path.reduce<MaybeJson | Draft>((value, key) => (isDraft(value) ? value[key] : undefined), draft);
  const path = [...aliasedPath(alias), ...part];
  if (!isDraft(read(path))) place(draft, path, {}, false);
  const shared = read(path);
  const own = read(aliasPath(alias));
  if (!isDraft(shared)) return;
  if (isDraft(own))
    for (const [key, value] of Object.entries(own)) if (!Object.hasOwn(shared, key)) (shared as Draft)[key] = value;
  (draft[alias.section] as Draft)[alias.field] = shared;
}

const isDraft = (value: MaybeJson | Draft): value is Draft =>
  typeof value === "object" && value !== null && !Array.isArray(value);
