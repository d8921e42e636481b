import { vllm } from "../../vllm/adapter/vllm.js";
import { expect, test } from "vitest";
import { mayMeet } from "./places.js";

const config = "model_config.hf_config";
const text = "model_config.hf_text_config";

test.each([
  ["one field", "cache_config.block_size", "cache_config.block_size", true],
  ["a section and a field of it", "cache_config", "cache_config.block_size", true],
  ["names that begin alike", "cache_config.block_size", "cache_config.block_size_k", false],
  ["the text config may be the configuration", `${config}.head_dim`, `${text}.head_dim`, true],
  ["or a part of it", `${config}.text_config.head_dim`, `${text}.head_dim`, true],
  ["or lie in another part", `${config}.language.text.head_dim`, `${text}.text`, true],
  ["fields of other names", `${config}.head_dim`, `${text}.num_labels`, false],
  ["all of the text config", `${config}.text_config`, `${text}.num_labels`, true],
  ["two fields of the configuration", `${config}.head_dim`, `${config}.text_config.head_dim`, false],
])("%s", (_, left, right, expected) => {
  expect([mayMeet(left, right, vllm.alias), mayMeet(right, left, vllm.alias)]).toEqual([expected, expected]);
});
