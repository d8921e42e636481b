import { vllm } from "../vllm/adapter/vllm.js";
import { expect, test } from "vitest";
import { loadProgram } from "../workspace/load-program.js";
import type { JsonObject } from "../common/json.js";
import { isResult, undoChanges } from "./undo-changes.js";

const { program } = await loadProgram({ fromFiles: true });
const again = (document: JsonObject) => undoChanges(JSON.parse(JSON.stringify(program!.run(document))), vllm.alias);

test("a printed result gives back the document that was evaluated", () => {
  const documents: JsonObject[] = [
    {
      model_config: { architecture: "MambaForCausalLM", max_model_len: 64 },
      cache_config: { enable_prefix_caching: false, mamba_cache_mode: "all" },
    },
    {
      model_config: { architecture: "Gemma4ForCausalLM", hf_text_config: { head_dim: 256, global_head_dim: 512 } },
      attention_config: {},
    },
    { model_config: {} },
  ];
  for (const document of documents) {
    expect(isResult(JSON.parse(JSON.stringify(program!.run(document))))).toBe(true);
    expect(again(document)).toEqual(document);
  }
  expect(program!.run(documents[0]!).changes.length).toBeGreaterThan(1);
});

test("a write through one name of the text config is undone under the other as well", () => {
  const changes = [{ path: "model_config.hf_config.is_causal", after: false, rule: "a/b/c" }];
  const text = { is_causal: false };
  const before = undoChanges(
    {
      document: { model_config: { hf_config: text, hf_text_config: { ...text } } },
      changes,
    },
    vllm.alias,
  )!;
  expect(before).toEqual({ model_config: { hf_config: {}, hf_text_config: {} } });
});

test("`$same` is the object that it names, also where another is equal, and stays where it names none", () => {
  const one = { b: { is_causal: true }, a: { is_causal: true } };
  const named = { model_config: { hf_config: one, hf_text_config: { $same: "hf_config.a" } } };
  const changes = [{ path: "model_config.hf_config.a.is_causal", before: false, after: true, rule: "a/b/c" }];
  const { model_config: model } = undoChanges({ document: named, changes }, vllm.alias) as any;
  expect(model).toEqual({ hf_config: { ...one, a: { is_causal: false } }, hf_text_config: { is_causal: false } });
  expect(model.hf_text_config).toBe(model.hf_config.a);
  const nothing = { model_config: { hf_config: {}, hf_text_config: { $same: "hf_config.a" } } };
  expect(undoChanges({ document: nothing, changes: [] }, vllm.alias)).toEqual(nothing);
});

test("what a rule added is gone before it, and other parts of the model may be anything", () => {
  const text = { x: 1 };
  const hf = { name: "b", list: [1], none: null, text: { ...text } };
  const document = { model_config: { hf_config: hf, hf_text_config: text, dtype: "auto" } };
  const rule = "a/b/c";
  const changes = [
    { path: "model_config.hf_config.text.x", after: 1, rule },
    { path: "model_config.dtype", after: "auto", rule },
  ];
  expect(undoChanges({ document, changes }, vllm.alias)).toStrictEqual({
    model_config: { hf_config: { ...hf, text: {} }, hf_text_config: {} },
  });
});

test("a failed result holds no document", () => {
  expect(undoChanges({ document: null, changes: [] }, vllm.alias)).toBe(null);
  expect(isResult({ model_config: {} })).toBe(false);
});
