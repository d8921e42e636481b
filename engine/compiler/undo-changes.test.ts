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

test("a failed result holds no document", () => {
  expect(undoChanges({ document: null, changes: [] }, vllm.alias)).toBe(null);
  expect(isResult({ model_config: {} })).toBe(false);
});
