const head = "model_config.hf_text_config";
const fired = (rules) =>
  `[${Object.entries(rules)
    .map(([id, condition]) => `(${condition}) ? '${id}' : null`)
    .join(", ")}]`;
const has = (object, key) => `'${key}' in keys(${object})`;

const mamba = {
  caching: "cache_config.enable_prefix_caching == true",
  supported: "model_config.supports_mamba_prefix_caching == true",
  before: "cache_config.mamba_cache_mode",
  mode: "$.caching and $.before == 'none' ? ($.supported ? 'all' : 'align') : $.caching and $.before == 'all' and not($.supported) ? 'align' : $.before",
};
const mambaRules = {
  "cache-every-state": "$.caching and $.before == 'none' and $.supported",
  "cache-aligned-states": "$.caching and $.before == 'none' and not($.supported)",
  "fall-back-to-align": "$.caching and $.before == 'all' and not($.supported)",
  "align-needs-chunked-prefill": "$.caching and $.mode == 'align' and scheduler_config.enable_chunked_prefill != true",
  "prefix-caching-is-experimental": "$.caching",
  "block-size-of-attention": "$.caching and cache_config.mamba_block_size == null",
  "no-mode-without-prefix-caching": `not($.caching) and $.before != 'none' and ${has("cache_config", "mamba_cache_mode")}`,
  "one-block-a-sequence": "not($.caching) and cache_config.mamba_block_size == null",
};

/** The packs as expressions in the order in which they are computed; `fired` lists the rules to perform. */
export const zenPacks = {
  "vllm/gemma4": {
    fired: fired({
      "force-triton": `${head}.head_dim != null and ${head}.global_head_dim != null and ${head}.head_dim != ${head}.global_head_dim and (${head}.head_dim > 256 or ${head}.global_head_dim > 256) and attention_config.backend == null`,
    }),
  },
  "vllm/mamba": { ...mamba, fired: fired(mambaRules) },
  "vllm/hybrid-attention-mamba": {
    ...mamba,
    fired: fired({ "no-kv-scales": "cache_config.calculate_kv_scales == true", ...mambaRules }),
  },
  "vllm/llama-nemotron-vl": {
    config: "model_config.hf_config",
    pooling: `$.config.pooling != null ? $.config.pooling : ${has("$.config", "llm_config")} ? (${has("$.config.llm_config", "pooling")} ? $.config.llm_config.pooling : 'avg') : null`,
    fired: fired({
      "attend-both-ways": "true",
      "language-model-attends-both-ways": has("$.config", "llm_config"),
      "patch-size-of-vision-model": has("$.config", "vision_config"),
      "declares-mean-pooling": "$.pooling == 'avg'",
      "declares-first-token-pooling": "$.pooling == 'cls'",
      "declares-last-token-pooling": "$.pooling == 'last'",
      "unknown-pooling": "not($.pooling in ['avg', 'cls', 'last'])",
    }),
  },
  "vllm/nemotron-h": {
    isAuto: "cache_config.mamba_ssm_cache_dtype == 'auto'",
    isSaid: has("model_config.hf_config", "mamba_ssm_cache_dtype"),
    fired: fired({
      "dtype-of-checkpoint": "$.isAuto and $.isSaid",
      "undeclared-dtype-float16": "$.isAuto and not($.isSaid)",
    }),
  },
  "vllm/qwen3-5": {
    checkpoint: `${head}.mamba_ssm_dtype`,
    chosen: "cache_config.mamba_ssm_cache_dtype",
    fired: fired({
      "warn-of-other-dtype": `$.checkpoint != null and $.chosen != 'auto' and $.chosen != $.checkpoint and ${has("cache_config", "mamba_ssm_cache_dtype")}`,
      "dtype-of-checkpoint": "$.chosen == 'auto' and $.checkpoint != null",
    }),
  },
};
