import type { JsonObject } from "../common/json.js";
import { readSchemas } from "../generated/schema-vllm-config.js";

let read: JsonObject | undefined;

/** The schema of the config document, with its notes: descriptions, defaults and flags. */
export function readDocumentSchema(): JsonObject {
  return (read ??= readSchemas()[0]!);
}
