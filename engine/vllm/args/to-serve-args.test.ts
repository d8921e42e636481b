import { describe, expect, it } from "vitest";
import { readPath } from "../../common/path.js";
import { buildDocument } from "../config/build-document.js";
import { loadServeFacts } from "../facts.js";
import { toServeArgs } from "./to-serve-args.js";
import type { FieldValue } from "../../serving/pins.js";

const facts = loadServeFacts("0.19.0");
const llama = {
  architectures: ["LlamaForCausalLM"],
  model_type: "llama",
  max_position_embeddings: 8192,
  num_attention_heads: 32,
};
const nested = {
  architectures: ["Gemma4ForConditionalGeneration"],
  text_config: { num_attention_heads: 8, max_position_embeddings: 8192 },
};

function pin(changes: readonly FieldValue[], args: readonly string[] = [], hfConfig: object = llama) {
  const { document, settings } = buildDocument({ hfConfig: hfConfig as never, model: "m", args, facts });
  return toServeArgs({ document, changes, settings, facts });
}

describe("toServeArgs", () => {
  it.each([
    [
      "a field with a flag",
      { path: "attention_config.backend", after: "TRITON_ATTN" },
      ["--attention-backend", "TRITON_ATTN"],
    ],
    ["a number", { path: "cache_config.block_size", after: 528 }, ["--block-size", "528"]],
    ["a negative number", { path: "model_config.max_logprobs", after: -1 }, ["--max-logprobs=-1"]],
    ["a switch that is off", { path: "cache_config.calculate_kv_scales", after: false }, ["--no-calculate-kv-scales"]],
    ["null where a flag takes None", { path: "model_config.quantization", after: null }, ["--quantization", "None"]],
    [
      "a key of a section",
      { path: "compilation_config.fast_moe_cold_start", after: false },
      ["--compilation-config", '{"fast_moe_cold_start":false}'],
    ],
    [
      "a key of config.json",
      { path: "model_config.hf_config.is_causal", after: false },
      ["--hf-overrides", '{"is_causal":false}'],
    ],
    [
      "a list",
      { path: "compilation_config.cudagraph_capture_sizes", after: [1, 2] },
      ["--cudagraph-capture-sizes", "1", "2"],
    ],
  ])("pins %s", (_name, change, args) => {
    const { pins, ...words } = pin([change]);
    expect(words).toEqual({ args, pinned: [{ path: change.path, args }], unpinned: [] });
    expect(pins.map(({ flag, paths }) => [flag.flag, paths])).toEqual([
      [args[0]!.replace(/=.*|^--no-(?=calc)/, (found) => (found.startsWith("=") ? "" : "--")), [change.path]],
    ]);
  });

  it("knows the text part of config.json by its place", () => {
    expect(pin([{ path: "model_config.hf_text_config.x", after: 1 }]).args).toEqual(["--hf-overrides", '{"x":1}']);
    expect(pin([{ path: "model_config.hf_text_config.x", after: 1 }], [], nested).args).toEqual([
      "--hf-overrides",
      '{"text_config":{"x":1}}',
    ]);
  });

  it("keeps a key in the JSON that the user gave it in, which excludes its own flag", () => {
    const pinned = pin(
      [{ path: "attention_config.backend", after: "TRITON_ATTN" }],
      ["--attention-config", '{"backend":"FLASH_ATTN"}'],
    );
    expect(pinned.args).toEqual(["--attention-config", '{"backend":"TRITON_ATTN"}']);
  });

  it("repeats what the user's own JSON holds, which would be replaced otherwise", () => {
    const changes = [
      { path: "compilation_config.fast_moe_cold_start", after: false },
      { path: "compilation_config.pass_config.enable_sp", after: true },
    ];
    const pinned = pin(changes, ["-cc", '{"mode":3}']);
    expect(pinned.args).toEqual([
      "--compilation-config",
      '{"mode":3,"fast_moe_cold_start":false,"pass_config":{"enable_sp":true}}',
    ]);
  });

  it.each([
    ["a field without a flag", { path: "cache_config.mamba_page_size_padded", after: 4096 }, "no flag sets it"],
    [
      "a value that the flag does not accept",
      { path: "cache_config.mamba_ssm_cache_dtype", after: "bfloat16" },
      'does not accept "bfloat16"',
    ],
    ["a field that was removed", { path: "cache_config.block_size", after: undefined }, "no flag removes a field"],
    ["null where the flag takes none", { path: "cache_config.block_size", after: null }, "does not accept null"],
  ])("returns %s", (_name, change, reason) => {
    const { args, unpinned } = pin([change as FieldValue]);
    expect(args).toEqual([]);
    expect(unpinned).toMatchObject([{ path: change.path, reason: expect.stringContaining(reason) }]);
  });

  it("returns a field whose flag has no effect in the release", () => {
    const options = { document: {}, changes: [{ path: "cache_config.mamba_cache_mode", after: "align" }] };
    const { args, unpinned } = toServeArgs({ ...options, facts: loadServeFacts("0.33.0") });
    expect(args).toEqual([]);
    expect(unpinned).toMatchObject([{ reason: expect.stringContaining("no effect") }]);
    expect(toServeArgs({ ...options, facts: loadServeFacts("0.32.0") }).args).toEqual(["--mamba-cache-mode", "align"]);
  });

  it("holds the values when the words are read again", () => {
    const changes: FieldValue[] = [
      { path: "attention_config.backend", after: "TRITON_ATTN" },
      { path: "cache_config.mamba_block_size", after: 32 },
      { path: "structured_outputs_config.reasoning_parser", after: "openai_gptoss" },
      { path: "compilation_config.max_cudagraph_capture_size", after: 1024 },
    ];
    const { document, diagnostics } = buildDocument({ hfConfig: llama, model: "m", args: pin(changes).args });
    expect(diagnostics).toEqual([]);
    for (const { path, after } of changes) expect([path, readPath(document, path.split("."))]).toEqual([path, after]);
  });
});
