import type { JsonObject } from "../../common/json.js";

/** By model type, standard keys with the names that the configuration class uses instead. */
export type RenamedKeys = ReadonlyMap<string, Readonly<Record<string, string>>>;

/**
 * Adds the standard names of renamed keys, and vice versa, since transformers finds both, such as `num_attention_heads`
 * and `n_head` for GPT-2. A file that has both counts under its standard name, which transformers sets last. Modifies
 * `config`, which the caller owns.
 */
export function addUsualNames(config: Record<string, unknown>, renamed: RenamedKeys): void {
  const names = typeof config["model_type"] === "string" ? renamed.get(config["model_type"]) : undefined;
  for (const [usual, own] of Object.entries(names ?? {})) {
    if (Object.hasOwn(config, usual)) config[own] = config[usual];
    else if (Object.hasOwn(config, own)) config[usual] = config[own];
  }
}

/** Reads `rules/vllm/catalog/renamed-keys.json`. */
export function readRenamedKeys({ modelTypes }: JsonObject): RenamedKeys {
  return new Map(Object.entries(modelTypes as Record<string, Record<string, string>>));
}
