import { describe, expect, it, test } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { validate } from "../../engine/generated/validate-vllm-config.js";

import { build } from "./build.js";

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
