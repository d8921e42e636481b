import { isObject, jsonEqual, type Json } from "../common/json.js";
import type { JsonSource } from "../common/read-json.js";
import { pointer } from "../common/path.js";

/** One changed location; a side is omitted if it has no value. */
export interface DifferingPart {
  /** Dotted keys, from the root of the comparison. */
  readonly path: string;
  readonly before?: Json;
  readonly after?: Json;
  /** In the text of head; in that of base if the part was removed. */
  readonly line: number | null;
}

/** A value with its location. */
export interface Standing {
  readonly value: Json | undefined;
  readonly source: Pick<JsonSource, "locate">;
  /** As a JSON Pointer. */
  readonly at: string;
}

/** Finds the locations where two values differ, as deep as both have the same structure. */
export function differingParts(
  before: Standing,
  after: Standing,
  path: readonly string[] = [],
): readonly DifferingPart[] {
  if (before.value === undefined && after.value === undefined) return [];
  if (before.value === undefined || after.value === undefined) return [part(before, after, path)];
  if (jsonEqual(before.value, after.value)) return [];
  if (isObject(before.value) && isObject(after.value)) {
    const keys = new Set([...Object.keys(before.value), ...Object.keys(after.value)]);
    return [...keys].flatMap((key) => differingParts(inside(before, key), inside(after, key), [...path, key]));
  }
  if (Array.isArray(before.value) && Array.isArray(after.value)) return differingItems(before, after, path);
  return [part(before, after, path)];
}

/** Compares two lists item by item, without their common prefix and suffix. */
function differingItems(before: Standing, after: Standing, path: readonly string[]): readonly DifferingPart[] {
  const [old, now] = [before.value as readonly Json[], after.value as readonly Json[]];
  const shorter = Math.min(old.length, now.length);
  let start = 0;
  while (start < shorter && jsonEqual(old[start], now[start])) start++;
  let end = 0;
  while (end < shorter - start && jsonEqual(old[old.length - 1 - end], now[now.length - 1 - end])) end++;
  const count = Math.max(old.length, now.length) - start - end;
  return Array.from({ length: count }, (_, offset) => start + offset).flatMap((index) => {
    const place = [...path, String(index)];
    const left = index < old.length - end ? inside(before, index) : { ...before, value: undefined };
    const right = index < now.length - end ? inside(after, index) : { ...after, value: undefined };
    return differingParts(left, right, place);
  });
}

function inside({ value, source, at }: Standing, key: string | number): Standing {
  const child = (value as Record<string | number, Json>)[key];
  return { value: child, source, at: `${at}${pointer([key])}` };
}

function part(before: Standing, after: Standing, path: readonly string[]): DifferingPart {
  const { source, at } = after.value === undefined ? before : after;
  return {
    path: path.join("."),
    ...(before.value === undefined ? {} : { before: before.value }),
    ...(after.value === undefined ? {} : { after: after.value }),
    line: source.locate(at, "key")?.line ?? null,
  };
}
