import { describe, expect, it } from "vitest";
import { readPath } from "../../engine/common/path.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { validate } from "../../engine/generated/validate-vllm-config.js";

import { build, load } from "./build.js";

/**
 * What each checkpoint comes to: architecture, text part, hybrid, prefix caching of Mamba states, length, cache, steps.
 */
const models: readonly (readonly [string, Record<string, unknown>])[] = [
  [
    "llama",
    {
      architecture: "LlamaForCausalLM",
      is_hybrid: false,
      is_attention_free: false,
      max_model_len: 131072,
      attn_type: "decoder",
      prefix: true,
      chunked: true,
    },
  ],
  [
    "gemma4",
    {
      architecture: "Gemma4ForConditionalGeneration",
      is_hybrid: false,
      is_multimodal_model: true,
      max_model_len: 262144,
      prefix: true,
      chunked: true,
    },
  ],
  [
    "nemotron-h",
    {
      architecture: "NemotronHForCausalLM",
      is_hybrid: true,
      supports_mamba_prefix_caching: true,
      max_model_len: 8192,
      prefix: false,
      chunked: true,
    },
  ],
  [
    "qwen3.5-moe",
    {
      architecture: "Qwen3_5MoeForConditionalGeneration",
      is_hybrid: true,
      supports_mamba_prefix_caching: false,
      is_moe: true,
      max_model_len: 262144,
      dtype: "bfloat16",
      prefix: false,
    },
  ],
  [
    "mamba2",
    {
      architecture: "Mamba2ForCausalLM",
      is_hybrid: false,
      is_attention_free: true,
      supports_mamba_prefix_caching: true,
      max_model_len: 2048,
      attn_type: "attention_free",
      prefix: false,
      chunked: true,
    },
  ],
  [
    "falcon-h1",
    {
      architecture: "FalconH1ForCausalLM",
      is_hybrid: true,
      supports_mamba_prefix_caching: true,
      max_model_len: 262144,
      prefix: false,
    },
  ],
  ["bamba", { architecture: "BambaForCausalLM", is_hybrid: true, supports_mamba_prefix_caching: true, prefix: false }],
  [
    "granite-4-micro",
    {
      architecture: "GraniteMoeHybridForCausalLM",
      is_hybrid: false,
      supports_mamba_prefix_caching: true,
      is_moe: false,
      attn_type: "decoder",
      prefix: true,
    },
  ],
  [
    "llama-nemotron-vl",
    {
      architecture: "LlamaNemotronVLModel",
      runner_type: "pooling",
      attn_type: "encoder_only",
      max_model_len: 131072,
      prefix: false,
      chunked: false,
    },
  ],
  [
    "whisper",
    {
      is_encoder_decoder: true,
      attn_type: "encoder_decoder",
      max_model_len: 448,
      prefix: false,
      chunked: false,
      dtype: "float16",
    },
  ],
  [
    "bge-m3",
    {
      architecture: "XLMRobertaModel",
      runner_type: "pooling",
      attn_type: "encoder_only",
      dtype: "float16",
      prefix: false,
      chunked: false,
    },
  ],
];

/** Files whose model type transformers 4 does not know, or whose layers do not fit their number. */
const refused = new Set(["gemma4", "nemotron-h", "qwen3.5-moe", "falcon-h1", "llama-nemotron-vl"]);

describe.each(models)("%s", (name, expected) => {
  const built = build(name);

  it("comes to what vLLM makes of it", () => {
    for (const [field, value] of Object.entries(expected)) {
      const path =
        field === "prefix"
          ? "cache_config.enable_prefix_caching"
          : field === "chunked"
            ? "scheduler_config.enable_chunked_prefill"
            : `model_config.${field}`;
      expect([field, built.at(path)]).toEqual([field, value]);
    }
    expect(built.diagnostics.map(({ code }) => code)).toEqual(refused.has(name) ? ["start-refused"] : []);
  });

  it("fits the schema, and every value says where it comes from", () => {
    expect(validate(built.document) ? [] : validate.errors).toEqual([]);
    for (const [path, origin] of Object.entries(built.origins)) {
      expect([path, built.at(path) !== undefined]).toEqual([path, true]);
      expect(origin.text).not.toBe("");
    }
  });

  it("is built alike each time, and leaves config.json as it was", () => {
    const config = load(name);
    const before = JSON.stringify(config);
    const once = buildDocument({ hfConfig: config, model: "m", args: ["-tp", "2"] });
    const twice = buildDocument({ hfConfig: config, model: "m", args: ["-tp", "2"] });
    expect(JSON.stringify(once.document)).toBe(JSON.stringify(twice.document));
    expect(JSON.stringify(config)).toBe(before);
    expect(readPath(once.document, ["model_config", "hf_config"])).not.toBe(config);
  });
});
