import type { JsonObject } from "../common/json.js";
import { firstOf } from "../common/must.js";
import { readSchemas } from "../generated/schema-vllm-config.js";

let read: JsonObject | undefined;

/** Returns the schema of the config document with annotations: descriptions, defaults and flags. */
export function readDocumentSchema(): JsonObject {
  return (read ??= firstOf(readSchemas()));
}
