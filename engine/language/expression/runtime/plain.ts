import { ExpressionError } from "../expression-error.js";
import { spend } from "./budget.js";
import { isList, isMarked, type Value } from "./sequence.js";
import type { MaybeJson } from "../../../common/json.js";

/** Converts a result of pure reads, where at most the outermost array was created by the expression. */
export function plainRead(value: Value): MaybeJson {
  if (!isList(value) || !isMarked(value)) return value as MaybeJson;
  return [...value].map(present) as MaybeJson;
}

/** Converts a result to JSON, copying only if some part carries a mark. */
export function plain(value: Value): MaybeJson {
  if (typeof value !== "object" || value === null) return value;
  if (isList(value)) {
    spend(value.length);
    const copy = [...value].map((item) => plain(present(item)));
    return (!isMarked(value) && copy.every((item, index) => item === value[index]) ? value : copy) as MaybeJson;
  }
  const keys = Object.keys(value);
  spend(keys.length);
  let changed: Record<string, unknown> | null = null;
  for (const key of keys) {
    const inner = plain(value[key]);
    if (inner !== value[key]) (changed ??= { ...value })[key] = inner;
  }
  return (changed ?? value) as MaybeJson;
}

function present(item: Value): Value {
  if (item !== undefined) return item;
  throw new ExpressionError("absent-item", "a filter that accepts absent values left a gap in an array");
}
