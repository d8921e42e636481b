import { isObject, type Json, type JsonObject } from "../common/json.js";
import type { ServeFlag } from "../serving/flags.js";

/** Arguments that give a flag the server's value; null if there are none. */
export function wordsOfArgument(flag: ServeFlag, value: Json): readonly string[] | null {
  if (value === null) return null;
  if (typeof value === "boolean") {
    if (value) return [flag.flag];
    return flag.kind === "boolean" ? [`--no-${flag.flag.slice(2)}`] : null;
  }
  if (isObject(value)) return [flag.flag, JSON.stringify(withoutUnset(value))];
  if (!Array.isArray(value)) return [flag.flag, String(value)];
  return flag.kind === "json" ? [flag.flag, JSON.stringify(value)] : [flag.flag, ...value.map(String)];
}

/** Removes unset and empty fields from a section: an argument parsed as a section also contains these. */
function withoutUnset(value: JsonObject): JsonObject {
  const kept = Object.entries(value).map(
    ([key, inner]) => [key, isObject(inner) ? withoutUnset(inner) : inner] as const,
  );
  return Object.fromEntries(
    kept.filter(([, inner]) => inner !== null && !(typeof inner === "object" && Object.keys(inner).length === 0)),
  );
}
