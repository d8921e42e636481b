import { readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import type { BuildOptions } from "../../engine/serving/build.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { validate } from "../../engine/generated/validate-vllm-config.js";

/** The release that these expectations were taken from. */
const facts = loadServeFacts("0.19.0");

function load(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`fixtures/${name}.config.json`, import.meta.url), "utf8")) as JsonObject;
}

function build(name: string, args: readonly string[] = [], more: Partial<BuildOptions> = {}) {
  const built = buildDocument({ hfConfig: load(name), model: `org/${name}`, args, facts, ...more });
  const at = (path: string) => readPath(built.document, path.split("."));
  return { ...built, at };
}

/** What each checkpoint comes to: architecture, text part, hybrid, prefix caching of Mamba states, length, cache, steps. */
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

describe("hf_text_config", () => {
  it("is hf_config itself where the model has no other part", () => {
    const { at } = build("llama");
    expect(at("model_config.hf_text_config")).toBe(at("model_config.hf_config"));
  });

  it("is the object inside hf_config where there is one", () => {
    const gemma = build("gemma4");
    expect(gemma.at("model_config.hf_text_config")).toBe(gemma.at("model_config.hf_config.text_config"));
    expect(gemma.at("model_config.hf_text_config.global_head_dim")).toBe(512);
    const nemotron = build("llama-nemotron-vl");
    expect(nemotron.at("model_config.hf_text_config")).toBe(nemotron.at("model_config.hf_config.llm_config"));
    expect(nemotron.at("model_config.hf_config.text_config")).toBe(nemotron.at("model_config.hf_config.llm_config"));
  });
});

describe("flags", () => {
  it("win over defaults, and say so", () => {
    const { at, origins } = build("falcon-h1", [
      "--max-model-len",
      "32k",
      "--enable-prefix-caching",
      "--block-size=32",
      "--dtype",
      "half",
    ]);
    expect(at("model_config.max_model_len")).toBe(32000);
    expect(at("model_config.original_max_model_len")).toBe(32000);
    expect(at("cache_config.enable_prefix_caching")).toBe(true);
    expect(at("cache_config.block_size")).toBe(32);
    expect(at("cache_config.user_specified_block_size")).toBe(true);
    expect(at("model_config.dtype")).toBe("float16");
    expect(origins["model_config.max_model_len"]).toEqual({ kind: "flag", text: "--max-model-len 32k" });
    expect(origins["cache_config.enable_prefix_caching"]).toEqual({ kind: "flag", text: "--enable-prefix-caching" });
  });

  it("open optional sections with their defaults", () => {
    const { at, origins } = build("llama", [
      "--speculative-config",
      '{"method":"ngram","num_speculative_tokens":3}',
      "--enable-lora",
      "--max-loras",
      "4",
    ]);
    expect(at("speculative_config.method")).toBe("ngram");
    expect(at("speculative_config.parallel_drafting")).toBe(false);
    expect(at("lora_config.max_loras")).toBe(4);
    expect(at("lora_config.max_lora_rank")).toBe(16);
    expect(at("kv_transfer_config")).toBeNull();
    expect(origins["speculative_config.method"]).toMatchObject({ kind: "flag" });
  });

  it("keep the origin of each dotted key", () => {
    const { at, origins } = build("llama", ["-cc.mode", "3", "-cc.pass_config.fuse_norm_quant=true"]);
    expect(at("compilation_config.pass_config.fuse_norm_quant")).toBe(true);
    expect(at("compilation_config.pass_config.eliminate_noops")).toBe(true);
    expect(origins["compilation_config.mode"]!.text).toBe("-cc.mode 3");
    expect(origins["compilation_config.pass_config.fuse_norm_quant"]!.text).toBe(
      "-cc.pass_config.fuse_norm_quant=true",
    );
  });

  it("that change nothing are kept, shown and reported", () => {
    const { otherFlags, diagnostics } = build("llama", [
      "--max-loras",
      "4",
      "--mm-processor-cache-gb",
      "0",
      "--port",
      "9",
    ]);
    expect(otherFlags.map((entry) => [entry.flag, entry.note])).toEqual([
      ["--port", null],
      ["--max-loras", "LoRA is off"],
      ["--mm-processor-cache-gb", "the model accepts only text"],
    ]);
    expect(diagnostics.map((entry) => entry.code)).toEqual(["flag-without-effect", "flag-without-effect"]);
  });

  it("that are mutually exclusive are reported", () => {
    expect(
      build("llama", ["--attention-backend", "FLASHINFER", "--attention-config", '{"backend":"TRITON_ATTN"}'])
        .diagnostics,
    ).toMatchObject([{ code: "start-refused" }]);
    expect(
      build("llama", ["--attention-backend", "auto", "--attention-config", '{"backend":"TRITON_ATTN"}']).at(
        "attention_config.backend",
      ),
    ).toBe("TRITON_ATTN");
  });

  it("lay overrides over config.json, and what follows follows them", () => {
    const { at, origins } = build("gemma4", [
      "--hf-overrides",
      '{"architectures":["Gemma4ForCausalLM"],"text_config":{"global_head_dim":256}}',
    ]);
    expect(at("model_config.architecture")).toBe("Gemma4ForCausalLM");
    expect(at("model_config.hf_text_config.global_head_dim")).toBe(256);
    expect(at("model_config.hf_text_config.head_dim")).toBe(256);
    expect(origins["model_config.hf_config.text_config.global_head_dim"]).toMatchObject({ kind: "flag" });
  });

  it("turn a text model into a pooling model", () => {
    const { at } = build("llama", ["--runner", "pooling"]);
    expect(at("model_config.convert_type")).toBe("embed");
    expect(at("model_config.pooler_config.seq_pooling_type")).toBe("LAST");
    expect(at("cache_config.enable_prefix_caching")).toBe(true);
    const mean = build("llama", ["--runner=pooling", "--pooler-config", '{"seq_pooling_type":"MEAN"}']);
    expect(mean.at("model_config.pooler_config.seq_pooling_type")).toBe("MEAN");
    expect(mean.at("cache_config.enable_prefix_caching")).toBe(false);
    expect(mean.at("scheduler_config.enable_chunked_prefill")).toBe(false);
    expect(mean.at("scheduler_config.max_num_batched_tokens")).toBe(131072);
  });
});

describe("what a checkpoint states", () => {
  const at = (hfConfig: JsonObject, path: string, args: readonly string[] = []) =>
    readPath(
      buildDocument({
        hfConfig: { architectures: ["LlamaForCausalLM"], max_position_embeddings: 8192, ...hfConfig },
        model: "m",
        args,
      }).document,
      path.split("."),
    );

  it.each<readonly [string, JsonObject, readonly string[], string, unknown]>([
    [
      "its number type, the newer key first",
      { dtype: "float16", torch_dtype: "bfloat16" },
      [],
      "model_config.dtype",
      "float16",
    ],
    [
      "the number type of a part",
      { text_config: { num_attention_heads: 1, torch_dtype: "float16" } },
      [],
      "model_config.dtype",
      "float16",
    ],
    ["float32, which is brought down", { torch_dtype: "float32" }, [], "model_config.dtype", "bfloat16"],
    [
      "float16 in a family that it is too coarse for",
      { model_type: "gemma2", torch_dtype: "float16" },
      [],
      "model_config.dtype",
      "bfloat16",
    ],
    ["nothing about its number type", {}, [], "model_config.dtype", "bfloat16"],
    [
      "how it is quantized",
      { quantization_config: { quant_method: "compressed_tensors" } },
      [],
      "model_config.quantization",
      "compressed-tensors",
    ],
    [
      "how it is quantized, by its producer",
      { quantization_config: { producer: { name: "modelopt" }, quantization: { quant_algo: "NVFP4" } } },
      [],
      "model_config.quantization",
      "modelopt_fp4",
    ],
    [
      "the type of its KV cache",
      { quantization_config: { quant_method: "modelopt", kv_cache_quant_algo: "FP8" } },
      [],
      "cache_config.cache_dtype",
      "fp8_e4m3",
    ],
    [
      "the type of its KV cache, and the flag wins",
      { quantization_config: { quant_method: "modelopt", kv_cache_quant_algo: "FP8" } },
      ["--kv-cache-dtype", "bfloat16"],
      "cache_config.cache_dtype",
      "bfloat16",
    ],
    ["one sliding window", { sliding_window: 4096 }, [], "cache_config.sliding_window", 4096],
    [
      "a sliding window in some layers",
      { sliding_window: 4096, layer_types: ["full_attention", "sliding_attention"] },
      [],
      "cache_config.sliding_window",
      null,
    ],
    ["a sliding window of 0", { sliding_window: 0 }, [], "model_config.disable_sliding_window", true],
    [
      "rotary scaling under its old name",
      { rope_theta: 1e4, rope_scaling: { type: "linear", factor: 2 } },
      [],
      "model_config.hf_config.rope_parameters",
      { type: "linear", rope_type: "linear", factor: 2, rope_theta: 1e4 },
    ],
    [
      "rotary scaling that a plain override changes",
      {},
      ["--hf-overrides", '{"max_position_embeddings": 1024}'],
      "model_config.max_model_len",
      1024,
    ],
    [
      "a part of its own for a class that vLLM does not know",
      { architectures: ["FutureForConditionalGeneration"], text_config: { num_attention_heads: 1 } },
      [],
      "model_config.is_multimodal_model",
      true,
    ],
  ])("%s", (_name, hfConfig, args, path, expected) => {
    expect(at(hfConfig, path, args)).toEqual(expected);
  });

  it("that it is a draft for another model", () => {
    const hfConfig = {
      architectures: ["Eagle3LlamaForCausalLM"],
      speculators_config: { verifier: { name_or_path: "org/big" } },
    };
    expect(buildDocument({ hfConfig, model: "m", args: [] }).diagnostics).toMatchObject([
      { code: "bad-model-config", hint: expect.stringContaining("org/big") },
    ]);
  });
});

describe("limits of a step", () => {
  it.each([
    ["an unknown device", null, [], 2048, 256],
    ["a large device", { memoryGiB: 80, name: "NVIDIA H100 80GB HBM3" }, [], 8192, 1024],
    ["an A100", { memoryGiB: 80, name: "NVIDIA A100-SXM4-80GB" }, [], 2048, 256],
    ["the throughput mode", null, ["--performance-mode", "throughput"], 4096, 512],
    ["a short model", null, ["--max-model-len", "4"], 1024, 256],
    ["a narrow step", null, ["--max-num-batched-tokens", "128"], 128, 128],
  ])("on %s", (_name, device, args, tokens, sequences) => {
    const { at } = build("llama", args, { device });
    expect([at("scheduler_config.max_num_batched_tokens"), at("scheduler_config.max_num_seqs")]).toEqual([
      tokens,
      sequences,
    ]);
  });
});

describe("the largest item that Gemma 4 must see in one step", () => {
  const hfConfig = {
    ...{ architectures: ["Gemma4ForConditionalGeneration"], model_type: "gemma4", vision_config: {} },
    text_config: { model_type: "gemma4_text", use_bidirectional_attention: "vision", max_position_embeddings: 131072 },
  };
  const names = ["config.json", "tokenizer.json"];
  it.each([
    ["is a video", [], names, "0.33.0", 2496],
    ["counts from 0.22 on", [], names, "0.21.0", 2048],
    ["has fewer frames", ["--limit-mm-per-prompt", '{"video":{"num_frames":8}}'], names, "0.33.0", 2048],
    ["is none where only text is served", ["--language-model-only"], names, "0.33.0", 2048],
    ["is unknown without the tokenizer's files", [], ["config.json"], "0.33.0", 2048],
    ["is a video where no tokenizer is loaded", ["--skip-tokenizer-init"], ["config.json"], "0.33.0", 2496],
    ["leaves a given step as it is", ["--max-num-batched-tokens", "1024"], names, "0.33.0", 1024],
  ])("%s", (_name, args, files, release, tokens) => {
    const built = buildDocument({
      ...{ hfConfig, model: "m", args, files: { names: files, contents: {} }, facts: loadServeFacts(release) },
    });
    expect(readPath(built.document, ["scheduler_config", "max_num_batched_tokens"])).toBe(tokens);
  });
});

test("a pooling type given for a model that generates text decides what it can reuse and split", () => {
  const { at } = build("llama", ["--pooler-config", '{"pooling_type":"MEAN"}']);
  expect(at("model_config.pooler_config.seq_pooling_type")).toBe("MEAN");
  expect(at("scheduler_config.enable_chunked_prefill")).toBe(false);
  expect(at("cache_config.enable_prefix_caching")).toBe(false);
});

test.each([
  ["0.33.0", "none", ["flag-without-effect"]],
  ["0.32.0", "align", []],
])("the mode of the Mamba cache given to %s is %s", (release, mode, codes) => {
  const hfConfig = { architectures: ["LlamaForCausalLM"], model_type: "llama" };
  const args = ["--mamba-cache-mode", "align"];
  const built = buildDocument({ hfConfig, model: "m", args, facts: loadServeFacts(release) });
  expect(readPath(built.document, ["cache_config", "mamba_cache_mode"])).toBe(mode);
  expect(built.diagnostics.map(({ code }) => code).filter((code) => code === "flag-without-effect")).toEqual(codes);
});

describe("bad input is reported, never thrown", () => {
  it.each([
    ["no architectures", { model_type: "x" }, "no-architecture"],
    ["architectures that are no list", { architectures: "Llama" }, "bad-model-config"],
    ["an architecture that is gone", { architectures: ["MllamaForConditionalGeneration"] }, "unknown-architecture"],
    ["an architecture that nobody knows", { architectures: ["FutureForCausalLM"] }, "unknown-architecture"],
    ["a list for an object", [] as unknown as JsonObject, "not-an-object"],
    [
      "a forbidden key",
      JSON.parse('{"architectures":["LlamaForCausalLM"],"a":{"__proto__":{"x":1}}}') as JsonObject,
      "forbidden-key",
    ],
  ])("%s", (_name, hfConfig, code) => {
    const built = buildDocument({ hfConfig: hfConfig as JsonObject, model: "m", args: [] });
    expect(built.diagnostics.map((entry) => entry.code)).toContain(code);
    expect(validate(built.document) ? [] : validate.errors).toEqual([]);
  });

  it("values of any type anywhere", () => {
    for (const odd of [null, 1, "x", true, [], {}, [null]]) {
      const hfConfig = {
        architectures: ["LlamaForCausalLM"],
        text_config: odd,
        rope_scaling: odd,
        layer_types: odd,
        quantization_config: odd,
        max_position_embeddings: odd,
        torch_dtype: odd,
        num_experts: odd,
        block_configs: odd,
        sliding_window: odd,
        llm_config: odd,
      } as JsonObject;
      expect(() => buildDocument({ hfConfig, model: "m", args: [] })).not.toThrow();
    }
  });
});
