import { describe, expect, test } from "vitest";
import { vllm } from "../vllm/adapter/vllm.js";
import { fieldsOf, fits } from "./fields.js";

const fields = fieldsOf(vllm);
const find = (path: string) => fields.find(path.split("."));

test.each([
  ["cache_config.block_size", ["integer"], null],
  ["cache_config.mamba_cache_mode", ["string"], ["all", "align", "none"]],
  ["cache_config.enable_prefix_caching", ["boolean"], null],
])("%s is known", (path, types, values) => {
  const found = find(path);
  expect(found).toMatchObject({ kind: "known", field: { types } });
  if (found.kind === "known") expect(found.field.values?.toSorted() ?? null).toEqual(values?.toSorted() ?? null);
});

test.each(["model_config.hf_config.anything.at.all", "model_config.hf_text_config.x"])("%s is open", (path) => {
  expect(find(path)).toEqual({ kind: "open" });
});

test.each([
  ["cach_config", "", "cach_config"],
  ["cache_config.blok_size", "cache_config", "blok_size"],
  ["cache_config.block_size.x", "cache_config.block_size", "x"],
  ["cache_config.toString", "cache_config", "toString"],
])("%s leads nowhere", (path, section, name) => {
  expect(find(path)).toMatchObject({ kind: "unknown", section, name });
});

describe("what fits", () => {
  const integer = { types: ["integer"], values: null };
  test.each([
    [1, integer, true],
    [1.5, integer, false],
    ["1", integer, false],
    [null, integer, true],
    [true, integer, false],
    [1, { types: ["number"], values: null }, true],
    [1.5, { types: ["number"], values: null }, true],
    ["a", { types: ["string"], values: ["a"] }, true],
    ["b", { types: ["string"], values: ["a"] }, false],
    [{}, { types: [], values: null }, true],
  ])("%j in %j: %s", (value, field, expected) => {
    expect(fits(value, field)).toBe(expected);
  });
});
