import type { JsonObject } from "../../common/json.js";

/** By model type, the usual names of keys with those that its configuration class has instead. */
export type RenamedKeys = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Adds the usual names of keys that a configuration class calls otherwise, and the other way around: transformers finds
 * both, as `num_attention_heads` and `n_head` of GPT-2. Changes `config`, which belongs to the caller.
 */
export function addUsualNames(config: Record<string, unknown>, renamed: RenamedKeys): void {
  const names = typeof config["model_type"] === "string" ? renamed.get(config["model_type"]) : undefined;
  for (const [usual, own] of Object.entries(names ?? {})) {
    if (!Object.hasOwn(config, usual) && Object.hasOwn(config, own)) config[usual] = config[own];
    else if (Object.hasOwn(config, usual) && !Object.hasOwn(config, own)) config[own] = config[usual];
  }
}

/** As `rules/vllm/catalog/renamed-keys.json` has them. */
export function readRenamedKeys({ modelTypes }: JsonObject): RenamedKeys {
  return new Map(Object.entries(modelTypes as Record<string, Record<string, string>>));
}
