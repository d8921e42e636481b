import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../common/json.js";
import { deriveMaxModelLen } from "./max-model-len.js";
import { unifyRope } from "../files/rope.js";

function derive(config: JsonObject, given: number | null = null, disableSlidingWindow = false) {
  const own = structuredClone(config) as Record<string, unknown>;
  unifyRope(own);
  return deriveMaxModelLen(
    own as JsonObject,
    given,
    given === null ? null : { kind: "flag", text: `--max-model-len ${given}` },
    disableSlidingWindow,
  );
}

describe("the longest sequence", () => {
  it.each([
    ["max_position_embeddings", { max_position_embeddings: 4096 }, 4096],
    ["the smallest of several keys", { max_position_embeddings: 4096, seq_length: 2048 }, 2048],
    ["model_max_length before all others", { max_position_embeddings: 4096, model_max_length: 131072 }, 131072],
    ["2048 where nothing is said", {}, 2048],
    ["linear scaling", { max_position_embeddings: 4096, rope_scaling: { type: "linear", factor: 4 } }, 16384],
    [
      "YaRN from its original length",
      {
        max_position_embeddings: 40960,
        rope_scaling: { rope_type: "yarn", factor: 4, original_max_position_embeddings: 32768 },
      },
      131072,
    ],
    [
      "llama3 scaling, which is already in",
      { max_position_embeddings: 131072, rope_scaling: { rope_type: "llama3", factor: 8 } },
      131072,
    ],
    [
      "LongRoPE cut to its original length",
      {
        max_position_embeddings: 131072,
        original_max_position_embeddings: 4096,
        rope_scaling: { type: "su", factor: 32 },
      },
      4096,
    ],
    [
      "Gemma 3, whose length is already scaled",
      { model_type: "gemma3_text", max_position_embeddings: 131072, rope_scaling: { rope_type: "linear", factor: 8 } },
      131072,
    ],
    [
      "parameters for each kind of layer",
      {
        max_position_embeddings: 8192,
        rope_parameters: {
          full_attention: { rope_type: "linear", factor: 2 },
          sliding_attention: { rope_type: "default" },
        },
      },
      16384,
    ],
  ])("follows %s", (_name, config, expected) => {
    expect(derive(config as JsonObject).value).toBe(expected);
  });

  it("is what the flag says, with a warning where the model states less", () => {
    expect(derive({ max_position_embeddings: 4096 }, 2048)).toMatchObject({ value: 2048, diagnostics: [] });
    expect(derive({ max_position_embeddings: 4096 }, 8192)).toMatchObject({
      value: 8192,
      diagnostics: [{ code: "start-refused", severity: "warning" }],
    });
  });

  it("is at most what the model states where it is fitted to the memory", () => {
    expect(derive({ max_position_embeddings: 4096 }, -1)).toMatchObject({ value: 4096, origin: { kind: "derived" } });
  });

  it("is cut to the sliding window where that is switched off", () => {
    expect(derive({ max_position_embeddings: 32768, sliding_window: 4096 }, null, true).value).toBe(4096);
  });
});
