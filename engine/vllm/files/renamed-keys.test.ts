import { expect, test } from "vitest";
import { buildDocument } from "../config/build-document.js";

const built = (hfConfig: object, ...args: string[]) =>
  buildDocument({ hfConfig: hfConfig as never, model: "m", args }).document["model_config"] as Record<string, any>;

const gpt2 = {
  architectures: ["GPT2LMHeadModel"],
  model_type: "gpt2",
  n_embd: 768,
  n_head: 12,
  n_layer: 12,
  n_positions: 1024,
};

test("what a configuration class calls otherwise is known under the usual name as well", () => {
  const model = built(gpt2);
  expect(model["hf_text_config"]).toMatchObject({
    ...gpt2,
    hidden_size: 768,
    num_attention_heads: 12,
    num_hidden_layers: 12,
    max_position_embeddings: 1024,
  });
  expect(model).toMatchObject({
    max_model_len: 1024,
    model_arch_config: { hidden_size: 768, total_num_hidden_layers: 12 },
  });
});

test("a file with the usual names has those of the class, and one with both counts by the usual ones", () => {
  const { n_head: _, ...rest } = gpt2;
  expect(built({ ...rest, num_attention_heads: 16 })["hf_config"]).toMatchObject({
    n_head: 16,
    num_attention_heads: 16,
  });
  expect(built({ ...gpt2, num_attention_heads: 16 })["hf_config"]).toMatchObject({
    n_head: 16,
    num_attention_heads: 16,
  });
  expect(built({ ...gpt2, max_position_embeddings: 4096 })["max_model_len"]).toBe(4096);
});

test("the text part has its own model type, and other types have no other names", () => {
  const nested = built({
    architectures: ["LlavaForConditionalGeneration"],
    model_type: "llava",
    n_head: 4,
    text_config: { ...gpt2 },
  });
  expect(nested["hf_text_config"]).toMatchObject({ num_attention_heads: 12 });
  expect(nested["hf_config"]).not.toHaveProperty("num_attention_heads");
});
