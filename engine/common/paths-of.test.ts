import { expect, test } from "vitest";
import { vllm } from "../vllm/adapter/vllm.js";
import { pathsOf } from "./aliases.js";
import { overlaps } from "./path.js";

const names = (path: string, document: object) =>
  pathsOf(path.split("."), document as never, vllm.alias).map((names) => names.join("."));
const text = { head_dim: 1 };

test("hf_text_config that is a part of hf_config is known by both paths", () => {
  const document = { model_config: { hf_config: { text_config: text }, hf_text_config: text } };
  expect(names("model_config.hf_text_config.head_dim", document)).toEqual([
    "model_config.hf_text_config.head_dim",
    "model_config.hf_config.text_config.head_dim",
  ]);
  expect(names("model_config.hf_config.text_config", document)).toEqual([
    "model_config.hf_config.text_config",
    "model_config.hf_text_config",
  ]);
  expect(names("model_config.hf_config.vision_config", document)).toEqual(["model_config.hf_config.vision_config"]);
});

test("hf_text_config that is hf_config itself", () => {
  expect(names("model_config.hf_config.a", { model_config: { hf_config: text, hf_text_config: text } })).toEqual([
    "model_config.hf_config.a",
    "model_config.hf_text_config.a",
  ]);
});

test("an equal object is not the same object", () => {
  expect(
    names("model_config.hf_text_config.a", { model_config: { hf_config: { ...text }, hf_text_config: text } }),
  ).toHaveLength(1);
  expect(names("cache_config.a", {})).toEqual(["cache_config.a"]);
});

test("a write to the whole or a part concerns the field", () => {
  expect(overlaps(["a", "b"], ["a"])).toBe(true);
  expect(overlaps(["a"], ["a", "b"])).toBe(true);
  expect(overlaps(["a", "b"], ["a", "c"])).toBe(false);
});
