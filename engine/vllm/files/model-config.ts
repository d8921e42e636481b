import { isObject, type JsonObject } from "../../common/json.js";

/** Whether an object is a model's config.json rather than a config document. */
export function isModelConfig(value: JsonObject): boolean {
  return !isObject(value["model_config"]) && ("architectures" in value || "model_type" in value);
}
