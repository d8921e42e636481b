import { describe, expect, it } from "vitest";
import { readPath } from "../../engine/common/path.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { build } from "./build.js";

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
  const limits = (most: object) => ["--limit-mm-per-prompt", JSON.stringify(most)];
  it.each([
    ["is a video", [], names, "0.33.0", 2496],
    ["counts from 0.22 on", [], names, "0.21.0", 2048],
    ["has fewer frames", limits({ video: { count: 1, num_frames: 8 } }), names, "0.33.0", 2048],
    ["has no more frames than are sampled", limits({ video: { count: 1, num_frames: 99 } }), names, "0.33.0", 2496],
    ["has fewer frames, but more tokens", limits({ video: { count: 1, num_frames: 30 } }), names, "0.33.0", 2340],
    ["is none where only text is served", ["--language-model-only"], names, "0.33.0", 2048],
    ["is none where no inputs are allowed", limits({ image: 0, video: { count: 0 } }), names, "0.33.0", 2048],
    ["is a video where images are allowed", limits({ video: 0 }), names, "0.33.0", 2496],
    ["is a video up to 0.26, even where only text is served", ["--language-model-only"], names, "0.26.0", 2496],
    ["is a video where its embeddings are", ["--language-model-only", "--enable-mm-embeds"], names, "0.33.0", 2496],
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
