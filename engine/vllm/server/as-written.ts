import { isObject, type Json } from "../../common/json.js";
import type { ServerInfo } from "../../serving/server-reader.js";

/** What users choose of speculative decoding; vLLM derives the rest. */
const chosen: ReadonlySet<string> = new Set([
  ...["method", "model", "num_speculative_tokens", "prompt_lookup_max", "prompt_lookup_min"],
]);

/** A reported section as a user would write it for a flag. */
export function asWritten(field: string, reported: Json, { config }: ServerInfo): Json {
  if (field !== "speculative_config" || !isObject(reported)) return reported;
  const model = isObject(config["model_config"]) ? config["model_config"]["model"] : null;
  const isChosen = ([key, value]: readonly [string, Json]) =>
    chosen.has(key) && value !== null && value !== 0 && !(key === "model" && value === model);
  return Object.fromEntries(Object.entries(reported).filter(isChosen));
}
