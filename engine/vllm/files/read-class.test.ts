import { describe, expect, it } from "vitest";
import type { Json } from "../../common/json.js";
import { readByClass } from "./read-class.js";

const read = (part: Record<string, Json>, transformers = "5.20.2") => {
  readByClass(part, transformers);
  return part;
};

describe("configuration classes", () => {
  it("keep a sliding window only where it is asked for", () => {
    const window = { sliding_window: 4096, use_sliding_window: false };
    expect(read({ model_type: "qwen2", ...window })["sliding_window"]).toBeNull();
    expect(read({ model_type: "qwen3", sliding_window: 4096 })["sliding_window"]).toBeNull();
    expect(read({ model_type: "qwen3", ...window, use_sliding_window: true })["sliding_window"]).toBe(4096);
    expect(read({ model_type: "mistral", ...window })["sliding_window"]).toBe(4096);
    expect(read({ model_type: "qwen2_moe", ...window })["sliding_window"]).toBe(4096);
    expect(read({ model_type: "qwen2_moe", ...window }, "4.57.6")["sliding_window"]).toBeNull();
  });

  it("state absolute positions before transformers 5", () => {
    expect(read({ model_type: "xlm-roberta" })["position_embedding_type"]).toBeUndefined();
    expect(read({ model_type: "xlm-roberta" }, "4.57.6")["position_embedding_type"]).toBe("absolute");
    expect(read({ model_type: "bert", position_embedding_type: "rotary" }, "4.57.6")["position_embedding_type"]).toBe(
      "rotary",
    );
  });

  it("of Qwen2-VL find architectures in the text part only before transformers 5", () => {
    const nested = (text: Json) => ({ model_type: "qwen2_vl", architectures: ["A"], text_config: text });
    expect(read(nested({}), "4.57.6")["architectures"]).toEqual(["Qwen2VLModel"]);
    expect(read(nested({ architectures: ["B"] }), "4.57.6")["architectures"]).toEqual(["B"]);
    expect(read(nested({}))["architectures"]).toEqual(["A"]);
    expect(read({ model_type: "qwen2_vl", architectures: ["A"] }, "4.57.6")["architectures"]).toEqual(["A"]);
  });
});
