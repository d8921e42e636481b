import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildDocument } from "../../engine/vllm/config/build-document.js";
import { readConfigText } from "../../engine/vllm/files/read-config-file.js";
import { readRecipe } from "../../engine/vllm/recipes/read-recipe.js";

const texts: readonly (readonly [string, string])[] = [
  ["a circle of aliases", "model: &m\n  x: *m\n"],
  ["a list in itself", "a: &a [*a]\n"],
  ["an alias without its anchor", "a: *nope\n"],
  ["thousands of brackets", `a: ${"[".repeat(5000)}`],
  ["thousands of dashes", `${"- ".repeat(5000)}x\n`],
  ["thousands of indents", Array.from({ length: 2000 }, (_, depth) => `${" ".repeat(depth)}a:`).join("\n")],
  [
    "aliases that multiply",
    `a: &a [x,x,x,x,x,x,x,x,x]\n${"bcdefghij"
      .split("")
      .map((name, index) => `${name}: &${name} [${Array(9).fill(`*${"abcdefghi"[index]}`).join(",")}]`)
      .join("\n")}\n`,
  ],
  ["a list for a key", "? [1, 2]\n: 3\n"],
  ["binary data", "model: !!binary aGk=\n"],
];

describe("hostile files are answered with data", () => {
  it.each(texts)("%s", (_name, text) => {
    expect(Array.isArray(readRecipe(text, {}, "r.yaml").diagnostics)).toBe(true);
    expect(Array.isArray(readConfigText(text, "c.yaml").diagnostics)).toBe(true);
  });

  it("names the line of what is nested too deeply", () => {
    expect(readRecipe(`a: 1\nb: ${"[".repeat(600)}`, {}, "r.yaml").diagnostics).toMatchObject([
      { code: "too-deep", file: "r.yaml", line: 2 },
    ]);
  });

  it("any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        readRecipe(text);
        readConfigText(text, "c.yaml");
      }),
      { numRuns: 500 },
    );
  });

  it("a recipe with any value anywhere", () => {
    const any = fc.jsonValue({ maxDepth: 2 });
    const shape = fc.record(
      {
        meta: any,
        model: any,
        features: any,
        opt_in_features: any,
        variants: any,
        hardware_overrides: any,
        strategy_overrides: any,
        compatible_strategies: any,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(shape, (recipe) => {
        readRecipe(JSON.stringify(recipe), {
          features: ["a"],
          variant: "default",
          hardware: "h200",
          strategy: "single_node_tp",
        });
      }),
      { numRuns: 300 },
    );
  });
});

describe("a hostile config.json is answered with data", () => {
  it("nested thousands deep", () => {
    let config: object = {};
    for (let depth = 0; depth < 20_000; depth++) config = { a: config };
    const hfConfig = { architectures: ["LlamaForCausalLM"], ...config } as never;
    expect(buildDocument({ hfConfig, model: "m", args: [] }).diagnostics.map((entry) => entry.code)).toContain(
      "too-deep",
    );
    const args = ["--hf-overrides", `{"a":${'{"a":'.repeat(3000)}1${"}".repeat(3000)}}`];
    expect(
      buildDocument({ hfConfig: { architectures: ["LlamaForCausalLM"] }, model: "m", args }).diagnostics.map(
        (entry) => entry.code,
      ),
    ).toContain("too-deep");
  });

  it("with any value anywhere", () => {
    const any = fc.jsonValue({ maxDepth: 3 });
    const shape = fc.record(
      {
        architectures: fc.oneof(any, fc.constant(["LlamaForCausalLM"])),
        text_config: any,
        rope_parameters: any,
        rope_scaling: any,
        layer_types: any,
        quantization_config: any,
        dtype: any,
        num_experts: any,
        block_configs: any,
        sliding_window: any,
        thinker_config: any,
        is_causal: any,
        max_position_embeddings: any,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(shape, (hfConfig) => {
        const built = buildDocument({ hfConfig: hfConfig as never, model: "m", args: [] });
        expect(built.diagnostics.every((entry) => !entry.message.includes("undefined"))).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});
