import { describe, expect, it } from "vitest";
import type { Json } from "../../common/json.js";
import { loadServeFacts } from "../facts.js";
import { readServeArgs } from "./read-serve-args.js";

const facts = loadServeFacts();

function read(...args: string[]) {
  const result = readServeArgs(args, facts);
  return {
    ...result,
    values: Object.fromEntries(result.settings.map((setting) => [setting.flag.field, setting.value])),
    codes: result.diagnostics.map((entry) => entry.code),
  };
}

describe("readServeArgs", () => {
  const forms: readonly (readonly [string, readonly string[], Record<string, Json>])[] = [
    ["a value behind the flag", ["--max-model-len", "4096"], { "model_config.max_model_len": 4096 }],
    ["a value after =", ["--max-model-len=4096"], { "model_config.max_model_len": 4096 }],
    ["underscores in the name", ["--max_model_len", "4096"], { "model_config.max_model_len": 4096 }],
    ["an abbreviation that fits one flag", ["--max-model", "4096"], { "model_config.max_model_len": 4096 }],
    ["decimal thousands", ["--max-model-len", "32k"], { "model_config.max_model_len": 32000 }],
    ["binary thousands", ["--max-model-len", "32K"], { "model_config.max_model_len": 32768 }],
    [
      "decimal thousands with a point",
      ["--max-num-batched-tokens", "25.6k"],
      { "scheduler_config.max_num_batched_tokens": 25600 },
    ],
    ["a length fitted to the memory", ["--max-model-len", "auto"], { "model_config.max_model_len": -1 }],
    ["a negative number", ["--max-logprobs", "-1"], { "model_config.max_logprobs": -1 }],
    ["a switch", ["--enforce-eager"], { "model_config.enforce_eager": true }],
    ["a switch turned off", ["--no-enable-prefix-caching"], { "cache_config.enable_prefix_caching": false }],
    ["a short name", ["-tp", "2"], { "parallel_config.tensor_parallel_size": 2 }],
    ["a short name with =", ["-dp=4"], { "parallel_config.data_parallel_size": 4 }],
    ["a one-letter name with its value", ["-qfp8"], { "model_config.quantization": "fp8" }],
    ["an optimization level", ["-O3"], { optimization_level: 3 }],
    ["an optimization level behind a blank", ["-O", "1"], { optimization_level: 1 }],
    ["an enum in other letters", ["--attention-backend", "flash_attn"], { "attention_config.backend": "FLASH_ATTN" }],
    [
      "an enum with other dashes",
      ["--moe-backend", "flashinfer-trtllm"],
      { "kernel_config.moe_backend": "flashinfer_trtllm" },
    ],
    ["None", ["--quantization", "None"], { "model_config.quantization": null }],
    [
      "a list",
      ["--cudagraph-capture-sizes", "1", "2", "4"],
      { "compilation_config.cudagraph_capture_sizes": [1, 2, 4] },
    ],
    [
      "a list in one word",
      ["--collect-detailed-traces", "model,worker"],
      { "observability_config.collect_detailed_traces": ["model", "worker"] },
    ],
    ["a JSON object", ["--hf-overrides", '{"a": {"b": 1}}'], { "model_config.hf_overrides": { a: { b: 1 } } }],
    [
      "a section as JSON",
      ["--compilation-config", '{"cudagraph_mode": "full"}'],
      { compilation_config: { cudagraph_mode: "FULL" } },
    ],
    ["a mode by its name", ["-cc.mode", "VLLM_COMPILE"], { compilation_config: { mode: 3 } }],
    [
      "dotted flags",
      ["-sc.method", "mtp", "-sc.num_speculative_tokens=2"],
      { speculative_config: { method: "mtp", num_speculative_tokens: 2 } },
    ],
    [
      "dotted flags two deep",
      ["-cc.pass_config.fuse_norm_quant", "true"],
      { compilation_config: { pass_config: { fuse_norm_quant: true } } },
    ],
    [
      "dotted lists",
      ["-cc.custom_ops+", "+a", "-cc.custom_ops+=b,c"],
      { compilation_config: { custom_ops: ["+a", "b", "c"] } },
    ],
    [
      "a dotted flag after JSON: it replaces all of it",
      ["-cc", '{"mode": 3}', "-cc.backend", "eager"],
      { compilation_config: { backend: "eager" } },
    ],
    [
      "numbers in JSON as text and as truth values",
      ["--profiler-config", '{"max_iterations": true, "wait_iterations": " 1_000 ", "warmup_iterations": "2.0"}'],
      { profiler_config: { max_iterations: 1, wait_iterations: 1000, warmup_iterations: 2 } },
    ],
    [
      "names with commas where JSON has a list",
      ["--ir-op-priority", '{"rms_norm": "native, triton"}'],
      { "kernel_config.ir_op_priority": { rms_norm: ["native", "triton"] } },
    ],
    [
      "an empty name where JSON has a list",
      ["--ir-op-priority", '{"rms_norm": ""}'],
      { "kernel_config.ir_op_priority": { rms_norm: [""] } },
    ],
    [
      "a set: each word once, in order",
      ["--offload-params", "w2", "w13", "w2"],
      { "offload_config.prefetch.offload_params": ["w13", "w2"] },
    ],
    [
      "a large number where any number will do, and a large whole number",
      ["--eplb-config", '{"window_size": 1e18}', "--additional-config", '{"limit": 1e30}'],
      { "parallel_config.eplb_config": { window_size: 1e18 }, additional_config: { limit: 1e30 } },
    ],
    [
      "efforts for those that the template knows",
      ["--reasoning-effort-map", '{"xhigh": "high"}', "-tp", "2"],
      { "parallel_config.tensor_parallel_size": 2 },
    ],
    [
      "no reasoning parser",
      ["--reasoning-parser", "NONE", "-tp", "2"],
      { "structured_outputs_config.reasoning_parser": "", "parallel_config.tensor_parallel_size": 2 },
    ],
    [
      "null where a field may be unset",
      ["--attention-config", '{"flash_attn_version": null}'],
      { attention_config: { flash_attn_version: null } },
    ],
    ["two times the same flag: the last one", ["-tp", "2", "-tp", "4"], { "parallel_config.tensor_parallel_size": 4 }],
  ];

  it.each(forms)("reads %s", (_name, args, expected) => {
    const result = read(...args);
    expect(result.values).toEqual(expected);
    expect(result.diagnostics.filter((entry) => entry.severity === "error")).toEqual([]);
  });

  const mistakes: readonly (readonly [string, readonly string[], string, string])[] = [
    ["text for a number", ["--port", "abc"], "bad-flag-value", "a whole number"],
    ["a number out of range", ["--gpu-memory-utilization", "1.5"], "bad-flag-value", "at most 1"],
    ["a value that the list lacks", ["--kv-cache-dtype", "fp9"], "bad-flag-value", "did you mean `fp8`?"],
    ["a value for a switch", ["--enforce-eager=true"], "bad-flag-value", "--no-enforce-eager"],
    ["no value", ["--dtype"], "bad-flag-value", "--dtype=VALUE"],
    ["a whole number beyond 64 bits", ["--eplb-config", '{"window_size": 1e30}'], "bad-flag-value", "64 bits"],
    ["the same with a dot", ["--eplb-config.window_size", "1e30"], "bad-flag-value", "64 bits"],
    [
      "an effort that no request has",
      ["--reasoning-effort-map", '{"lo": "high"}'],
      "bad-flag-value",
      "did you mean `low`?",
    ],
    ["a number for an effort", ["--reasoning-effort-map", '{"low": 1}'], "bad-flag-value", "a string"],
    ["no map of efforts", ["--reasoning-effort-map", "[]"], "bad-flag-value", "an object"],
    ["text that is no JSON", ["--compilation-config", "{mode: 3}"], "bad-flag-value", "JSON"],
    ["a key that the section lacks", ["--compilation-config", '{"mod": 3}'], "bad-flag-value", "did you mean `mode`?"],
    [
      "null for a field that is always set",
      ["--kv-events-config", '{"hwm": null}'],
      "bad-flag-value",
      "a whole number",
    ],
    ["null for one of a list", ["--kv-events-config", '{"publisher": null}'], "bad-flag-value", "`zmq`"],
    ["a number of a list as text", ["--attention-config", '{"flash_attn_version": "3"}'], "bad-flag-value", "`3`"],
    ["hexadecimal text for a number", ["--profiler-config", '{"max_iterations": "0x1"}'], "bad-flag-value", "whole"],
    ["a key that nobody sets", ["-cc.compilation_time", "1"], "bad-flag-value", "expected"],
    ["a point in binary thousands", ["--max-model-len", "1.5K"], "bad-flag-value", "32K"],
    ["a short form of several flags", ["--enabl"], "bad-flag-value", "in full"],
    ["a level that does not exist", ["-O9"], "bad-flag-value", "`3`"],
    ["a negative number with a point", ["--kv-offloading-size", "-0.5"], "bad-flag-value", "--flag=-0.5"],
    ["a word without a flag", ["m", "-tp", "2", "extra"], "usage", "start flags with `-`"],
    ["two models", ["m", "--model", "n"], "start-refused", "keep the first"],
  ];

  it.each(mistakes)("reports %s", (_name, args, code, hint) => {
    const { diagnostics, outOfRange = [] } = read(...args);
    const all = [...diagnostics, ...outOfRange.map((entry) => entry.diagnostic)];
    const found = all.find((entry) => entry.code === code);
    expect(found).toMatchObject({ severity: "error" });
    expect(found!.hint).toContain(hint);
  });

  it.each([
    ["None as a choice", ["--spec-method", "None"], "0.30.0", "0.31.0"],
    ["any backend that transfers weights", ["--weight-transfer-config", '{"backend": "rdma"}'], "0.21.0", "0.22.0"],
  ])("refuses %s in one release and takes it in the next", (_name, args, last, first) => {
    const codesAt = (release: string) =>
      readServeArgs(args, loadServeFacts(release)).diagnostics.map((entry) => entry.code);
    expect([codesAt(last), codesAt(first)]).toEqual([["bad-flag-value"], []]);
  });

  it("reads the model from the words, with or without the command before it", () => {
    expect(read("vllm", "serve", "org/m", "-tp", "2").model?.value).toBe("org/m");
    expect(read("-tp", "2", "org/m").model?.value).toBe("org/m");
    expect(read("--model", "org/m").model?.value).toBe("org/m");
  });

  it("keeps flags that the document has no place for", () => {
    const { otherFlags, diagnostics } = read(
      "--port",
      "8001",
      "--middleware",
      "a",
      "--middleware",
      "b",
      "--enable-auto-tool-choice",
    );
    expect(otherFlags.map((entry) => [entry.flag, entry.value, entry.known])).toEqual([
      ["--port", 8001, true],
      ["--middleware", ["a", "b"], true],
      ["--enable-auto-tool-choice", true, true],
    ]);
    expect(diagnostics).toEqual([]);
  });

  it("keeps a flag that it does not know, with its words, and suggests the nearest", () => {
    const { otherFlags, diagnostics } = read("--tensor-paralel-size", "2", "--foo", "a", "b", "--bar=1");
    expect(otherFlags.map((entry) => [entry.flag, entry.value, entry.known])).toEqual([
      ["--tensor-paralel-size", "2", false],
      ["--foo", ["a", "b"], false],
      ["--bar", "1", false],
    ]);
    expect(diagnostics.map((entry) => [entry.code, entry.severity])).toEqual(
      Array(3).fill(["unknown-flag", "warning"]),
    );
    expect(diagnostics[0]!.hint).toContain("--tensor-parallel-size");
  });

  it("never shows a secret", () => {
    const shown = JSON.stringify(read("--api-key", "s3cret", "--hf-token", "hf_s3cret").otherFlags);
    expect(shown).not.toContain("s3cret");
    expect(shown).toContain("--api-key ***");
  });

  it("remembers each flag as it was typed", () => {
    const { settings } = read("--max_model_len=32k", "-cc.mode", "3", "-cc.backend", "eager");
    expect(settings.map((setting) => setting.origin.text)).toEqual([
      "--max_model_len=32k",
      "-cc.mode 3 -cc.backend eager",
    ]);
    expect(settings[1]!.leaves!.get("backend")).toEqual({ kind: "flag", text: "-cc.backend eager" });
  });

  it.each([
    ["--hf-overrides.__proto__.x", "1"],
    ["--hf-overrides", '{"__proto__": {"x": 1}}'],
    ["--hf-overrides.a", '{"constructor": 1}'],
  ])("refuses keys that could alter every object: %s", (...args) => {
    const result = read(...args);
    expect(result.codes).toEqual(["forbidden-key"]);
    expect(result.settings).toEqual([]);
    expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
  });

  it("says that the last of two flags counts", () => {
    expect(read("-tp", "2", "-tp", "4").diagnostics).toMatchObject([{ code: "repeated-flag", severity: "warning" }]);
    expect(read("-tp", "2", "-tp", "2").diagnostics).toEqual([]);
  });

  it("says that vLLM reads no file for --config=", () => {
    expect(read("--config=a.yaml").diagnostics).toMatchObject([{ code: "flag-without-effect" }]);
  });
});
