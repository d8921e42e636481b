import { describe, expect, it } from "vitest";
import { findTextConfig, renameTextConfig } from "./find-text-config.js";

describe("findTextConfig", () => {
  it("is the configuration itself where nothing is nested", () => {
    const config = { model_type: "llama" };
    expect(findTextConfig(config)).toMatchObject({ path: [] });
    expect(findTextConfig(config).value).toBe(config);
  });

  it.each(["text_config", "decoder", "generator", "text_encoder"])("is the very object under %s", (name) => {
    const text = { num_attention_heads: 8 };
    expect(findTextConfig({ [name]: text }).value).toBe(text);
  });

  it("looks inside a thinker", () => {
    const text = { num_attention_heads: 8 };
    const found = findTextConfig({ thinker_config: { text_config: text } });
    expect(found.value).toBe(text);
    expect(found.path).toEqual(["thinker_config", "text_config"]);
  });

  it("reports two candidates, and a text part without heads", () => {
    expect(findTextConfig({ text_config: {}, decoder: {} }).diagnostics).toMatchObject([
      { code: "start-refused", severity: "error" },
    ]);
    expect(findTextConfig({ text_config: {} }).diagnostics).toMatchObject([
      { code: "start-refused", severity: "warning" },
    ]);
  });

  it("gives `llm_config` its usual name, for the same object", () => {
    const config: Record<string, unknown> = { llm_config: { num_attention_heads: 8 } };
    renameTextConfig(config);
    expect(config["text_config"]).toBe(config["llm_config"]);
  });
});
