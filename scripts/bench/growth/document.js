import { architectureOf } from "./make-packs.js";

/** A document to which every rule of a made pack applies. */
export function makeDocument(index) {
  return {
    model_config: {
      model: `acme/family-${index}`,
      architecture: architectureOf(index),
      is_hybrid: false,
      max_model_len: 131072,
      hf_config: { model_type: "x", num_hidden_layers: 32 },
      hf_text_config: { head_dim: 128, hidden_size: 4096 },
    },
    cache_config: { block_size: 16384, enable_prefix_caching: true, mamba_cache_mode: "none" },
    attention_config: { backend: null },
    scheduler_config: { enable_chunked_prefill: true, max_num_seqs: 1 },
  };
}
