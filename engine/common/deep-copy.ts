import type { Json, JsonObject, MaybeJson } from "./json.js";
import { fromRecord } from "./must.js";

/** Deep-copies a value. Unlike `structuredClone`, fast for small documents; an object in two places becomes two. */
export function deepCopy<Value extends MaybeJson>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(deepCopy) as unknown as Value;
  const copy = { ...(value as JsonObject) } as Record<string, Json>;
  for (const key of Object.keys(copy)) {
    const inner = fromRecord(copy, key);
    if (typeof inner !== "object" || inner === null) continue;
    if (key === "__proto__") Object.defineProperty(copy, key, { value: deepCopy(inner), ...plain });
    else copy[key] = deepCopy(inner);
  }
  return copy as Value;
}

const plain = { writable: true, enumerable: true, configurable: true };
