import { describe, expect, it } from "vitest";
import { poolingFile, statedPooling, statedTextLength, tokenizerLength } from "./model-files.js";

const modules = (...kinds: string[]) =>
  kinds.map((kind, index) => ({
    idx: index,
    path: index === 0 ? "" : `${index}_${kind}`,
    type: `sentence_transformers.models.${kind}`,
  }));
const files = (contents: Record<string, never> | object) => ({
  names: Object.keys(contents),
  contents: contents as never,
});

describe("files beside config.json", () => {
  it("say how a model pools, and whether it normalizes", () => {
    const read = (pooling: object, ...kinds: string[]) =>
      statedPooling(files({ "modules.json": modules("Transformer", ...kinds), "1_Pooling/config.json": pooling }));
    expect(read({ pooling_mode_mean_tokens: true, pooling_mode_cls_token: false }, "Pooling", "Normalize")).toEqual({
      use_activation: true,
      seq_pooling_type: "MEAN",
    });
    expect(read({ pooling_mode_lasttoken: true }, "Pooling")).toEqual({
      use_activation: false,
      seq_pooling_type: "LAST",
    });
    expect(read({ pooling_mode: "cls" }, "Pooling")).toEqual({ use_activation: false, seq_pooling_type: "CLS" });
    expect(read({ include_prompt: true }, "Pooling")).toEqual({ use_activation: false });
  });

  it("lead from modules.json to the file of the pooler", () => {
    expect(poolingFile(files({ "modules.json": modules("Transformer", "Pooling") }))).toBe("1_Pooling/config.json");
    expect(poolingFile(files({ "modules.json": modules("Transformer") }))).toBeNull();
    expect(statedPooling(files({}))).toBeNull();
  });

  it("limit texts", () => {
    expect(statedTextLength(files({ "sentence_roberta_config.json": { max_seq_length: 256 } }))).toBe(256);
    expect(statedTextLength(files({ "sentence_bert_config.json": { do_lower_case: true } }))).toBeNull();
    expect(tokenizerLength(files({ "tokenizer_config.json": { model_max_length: 512 } }))).toBe(512);
    expect(tokenizerLength(files({}))).toBeNull();
  });
});
