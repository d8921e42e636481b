import type { JsonObject } from "./json.js";

/** Resolves a field's `$ref`; sibling keywords are preserved. */
export function resolveReference(schema: JsonObject, field: JsonObject): JsonObject {
  const name = field["$ref"];
  if (typeof name !== "string") return field;
  const target = (schema["$defs"] as Record<string, JsonObject>)[name.slice("#/$defs/".length)];
  if (target === undefined) throw new Error(`the document schema has no ${name}`);
  return { ...field, ...target };
}
