import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../common/json.js";
import { loadServeFacts } from "../facts.js";
import { checkClass } from "./check-class.js";

const pathsOf = (part: JsonObject, release: string, transformers?: string) =>
  checkClass(part, loadServeFacts(release, transformers).modelTypes).map(({ path }) => path);

describe("configuration classes refuse", () => {
  it("rotary parameters per layer type, with transformers 4 and up to vLLM 0.20", () => {
    const nested = { model_type: "gemma3_text", rope_parameters: { full_attention: { rope_type: "default" } } };
    expect(pathsOf(nested, "0.20.2")).toEqual(["/rope_parameters"]);
    expect(pathsOf(nested, "0.21.0")).toEqual([]);
    expect(pathsOf(nested, "0.20.2", "5.5.4")).toEqual([]);
    expect(pathsOf({ ...nested, rope_parameters: { rope_type: "default" } }, "0.20.2")).toEqual([]);
  });

  it("unknown keys in the parts of DBRX, with transformers 4", () => {
    const parts = { model_type: "dbrx", attn_config: { clip_qkv: 8, dtype: null }, ffn_config: { moe_top_k: 4 } };
    expect(pathsOf(parts, "0.19.0")).toEqual([]);
    expect(pathsOf({ ...parts, attn_config: { problem_type: null } }, "0.19.0")).toEqual(["/attn_config"]);
    expect(pathsOf({ ...parts, ffn_config: { hidden_size: 2048 } }, "0.19.0")).toEqual(["/ffn_config"]);
    expect(pathsOf({ ...parts, ffn_config: { hidden_size: 2048 } }, "0.24.0")).toEqual([]);
    expect(pathsOf({ ...parts, model_type: "llama", ffn_config: { hidden_size: 2048 } }, "0.19.0")).toEqual([]);
  });

  it("heads of Gemma 4 that differ between layers, with transformers 5.17 and up to vLLM 0.27", () => {
    const text = { model_type: "gemma4_text", head_dim: 256, global_head_dim: 512 };
    expect(pathsOf(text, "0.27.1")).toEqual(["/global_head_dim"]);
    expect(pathsOf({ model_type: "gemma4_text" }, "0.27.1")).toEqual(["/global_head_dim"]);
    expect(pathsOf({ ...text, global_head_dim: 256 }, "0.27.1")).toEqual([]);
    expect(pathsOf(text, "0.27.1", "5.5.4")).toEqual([]);
    expect(pathsOf(text, "0.28.0")).toEqual([]);
    expect(pathsOf({ ...text, model_type: "gemma3_text" }, "0.27.1")).toEqual([]);
  });
});
