import { vllm } from "../../vllm/adapter/vllm.js";
import type { JsonObject } from "../../common/json.js";
import { expect, test } from "vitest";
import { shareIn, shareIt, whole } from "./sharing.js";

test("the text config becomes the part of hf_config that it is said to be", () => {
  const document: { model_config: Record<string, unknown> } = {
    model_config: { hf_config: { text_config: { a: 1 } } },
  };
  shareIt(document as JsonObject, vllm.alias, "text_config");
  expect(shareIn(document as never, vllm.alias, [whole, "text_config"])).toBe("text_config");
});

test.each([
  ["hf_config is absent", {}, whole],
  ["the part is absent", { hf_config: {} }, "text_config"],
  ["the part is a number", { hf_config: { text_config: 1 }, hf_text_config: {} }, "text_config"],
])("no text config stays where %s", (_, model, share) => {
  const document = { model_config: { ...model } };
  shareIt(document as JsonObject, vllm.alias, share);
  expect(Object.keys(document.model_config)).not.toContain("hf_text_config");
});

test("a document without a model configuration stays as it is", () => {
  const document = {};
  shareIt(document as JsonObject, vllm.alias, whole);
  expect(document).toEqual({});
});
