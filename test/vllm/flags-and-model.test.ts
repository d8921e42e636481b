import { describe, expect, it } from "vitest";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { readPath } from "../../engine/common/path.js";
import { load } from "./build.js";

function build(release: string, model: string, ...args: string[]) {
  const built = buildDocument({ hfConfig: load(model), model: "org/model", args, facts: loadServeFacts(release) });
  return {
    at: (path: string) => readPath(built.document, path.split(".")),
    problems: built.diagnostics.filter(({ severity }) => severity !== "note").map(({ code }) => code),
  };
}

describe("flags whose section the model does not have", () => {
  const margin = ["--mm-encoder-fp8-scale-save-margin", "0"];

  it("are not held to its limits", () => {
    expect(build("0.33.0", "llama", ...margin).problems).toEqual(["flag-without-effect"]);
    expect(build("0.33.0", "qwen3.5-moe", ...margin).problems).toContain("bad-flag-value");
  });

  it("are refused where adapters are for media", () => {
    const adapters = ["--default-mm-loras", '{"image":"/srv/lora"}'];
    expect(build("0.33.0", "llama", ...adapters).problems).toContain("start-refused");
    expect(build("0.33.0", "llama", "--enable-lora", ...adapters).problems).toEqual(["start-refused"]);
    expect(build("0.33.0", "gemma4", "--enable-lora", ...adapters).problems).not.toContain("start-refused");
    expect(build("0.33.0", "llama", "--default-mm-loras", "{}").problems).not.toContain("start-refused");
  });
});

it("limits of a field are those of the release", () => {
  expect(build("0.22.1", "llama", "--max-logprobs", "-2").problems).toEqual([]);
  expect(build("0.25.0", "llama", "--max-logprobs", "-2").problems).toEqual(["bad-flag-value"]);
  expect(build("0.31.0", "llama", "--max-num-scheduled-tokens", "0").problems).toEqual([]);
  expect(build("0.32.0", "llama", "--max-num-scheduled-tokens", "0").problems).toEqual(["bad-flag-value"]);
  expect(build("0.19.1", "llama", "--eplb-config", '{"window_size":0}').problems).toEqual([]);
  expect(build("0.20.0", "llama", "--eplb-config", '{"window_size":0}').problems).toEqual(["bad-flag-value"]);
});

it("the device of the processor is one of its arguments, unless they state another", () => {
  const field = "model_config.multimodal_config.mm_processor_kwargs";
  const cpu = ["--mm-processor-device", "cpu"];
  expect(build("0.33.0", "qwen3.5-moe", ...cpu).at(field)).toEqual({ device: "cpu" });
  expect(build("0.33.0", "qwen3.5-moe", "--mm-processor-device", "auto").at(field)).toBeNull();
  const stated = ["--mm-processor-kwargs", '{"max_pixels":9}'];
  expect(build("0.33.0", "qwen3.5-moe", ...cpu, ...stated).at(field)).toEqual({ max_pixels: 9, device: "cpu" });
  const elsewhere = ["--mm-processor-kwargs", '{"device":"cuda:1"}'];
  expect(build("0.33.0", "qwen3.5-moe", ...cpu, ...elsewhere).at(field)).toEqual({ device: "cuda:1" });
  expect(build("0.33.0", "llama", ...cpu).at("model_config.multimodal_config")).toBeNull();
});

it("a reasoning parser opens its section as a flag, not inside JSON", () => {
  expect(build("0.33.0", "llama", "--reasoning-parser", "qwen3").at("reasoning_config.reasoning_parser")).toBe("qwen3");
  expect(build("0.33.0", "llama", "--reasoning-parser", "").at("reasoning_config")).toBeNull();
  const inside = ["--structured-outputs-config", '{"reasoning_parser":"qwen3"}'];
  expect(build("0.33.0", "llama", ...inside).at("reasoning_config")).toBeNull();
});

it("a model that only pools is no draft from 0.22 on", () => {
  expect(build("0.21.0", "bge-m3", "--runner", "draft").problems).not.toContain("bad-flag-value");
  expect(build("0.22.0", "bge-m3", "--runner", "draft").problems).toContain("bad-flag-value");
  expect(build("0.22.0", "llama", "--runner", "draft").problems).not.toContain("bad-flag-value");
});

it("the kernel of routers is chosen by its flag, whatever the section says", () => {
  const field = "kernel_config.enable_bf16x3_router_gemm";
  const inside = ["--kernel-config", '{"enable_bf16x3_router_gemm":true}'];
  expect(build("0.29.0", "llama", ...inside).at(field)).toBe(false);
  expect(build("0.29.0", "llama", ...inside, "--enable-bf16x3-router-gemm").at(field)).toBe(true);
  expect(build("0.33.0", "llama").at(field)).toBeUndefined();
});
