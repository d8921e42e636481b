import type { Json } from "../../common/json.js";

/** Values that vLLM's own classes of draft models take where config.json does not state them. */
const defaults: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  medusa: { architectures: ["MedusaModel"], vocab_size: 32001, max_seq_len: 2 ** 20, num_attention_heads: 0 },
  mlp_speculator: { vocab_size: 32000, n_predict: 3 },
};

/** Adds the defaults of a draft model's class. Modifies `config`, which the caller owns. */
export function addDraftDefaults(config: Record<string, Json>): void {
  const type = config["model_type"];
  if (typeof type !== "string" || !Object.hasOwn(defaults, type)) return;
  for (const [key, value] of Object.entries(defaults[type] ?? {})) config[key] ??= structuredClone(value);
}
