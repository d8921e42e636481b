import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../engine/common/json.js";
import { readPath } from "../../engine/common/path.js";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { loadServeFacts } from "../../engine/vllm/facts.js";
import { validate } from "../../engine/generated/validate-vllm-config.js";

/**
 * What transformers writes as config.json for each family, and where it finds the text part:
 * `scripts/releases/model-configs.py`.
 */
const families = JSON.parse(readFileSync(new URL("fixtures/families.json", import.meta.url), "utf8")) as Record<
  string,
  { text: string[]; config: JsonObject }
>;
const releases = ["0.17.0", "0.19.0", "0.22.1", "0.26.0", "0.28.0", "0.30.0", "0.33.0"];

/** What releases refuse of these files, which transformers 5 wrote, since they read them with transformers 4. */
const refusedBefore5 = ["dbrx", "granitemoehybrid"];
const nestedRope = ["gemma3", "gemma3_text", "gemma3n", "modernbert", "olmo3"];
const refused: Readonly<Record<string, readonly string[]>> = {
  "0.17.0": [...refusedBefore5, ...nestedRope],
  "0.19.0": [...refusedBefore5, ...nestedRope],
  "0.22.1": refusedBefore5,
};

it("there are many families", () => {
  expect(Object.keys(families).length).toBeGreaterThan(80);
});

describe.each(Object.entries(families))("%s", (family, { text, config }) => {
  it.each(releases)("builds for vLLM %s", (release) => {
    const { document, diagnostics } = buildDocument({
      hfConfig: config,
      model: `org/${family}`,
      args: [],
      facts: loadServeFacts(release),
    });
    const found = diagnostics.filter(({ code }) => code !== "unknown-architecture");
    expect(found.map(({ code }) => code)).toEqual(refused[release]?.includes(family) === true ? ["start-refused"] : []);
    expect(validate(document) ? null : validate.errors).toBeNull();
    const model = document["model_config"] as JsonObject;
    expect(model["hf_text_config"]).toBe(readPath(model["hf_config"], text));
    const [length, stated] = [model["max_model_len"], readPath(model["hf_text_config"], ["max_position_embeddings"])];
    expect(length).toBeGreaterThan(0);
    if (typeof stated === "number" && !JSON.stringify(config).includes('"factor"'))
      expect(length).toBeLessThanOrEqual(stated);
  });
});
