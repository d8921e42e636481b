import { describe, expect, it } from "vitest";
import type { RecipeSelection } from "../../serving/recipe.js";
import { readRecipe } from "./read-recipe.js";

const text = `
meta:
  title: "Acme 7B"
  hardware: { h200: verified, mi300x: verified }
model:
  model_id: "acme/acme-7b"
  min_vllm_version: "0.17.0"
  base_args: ["--trust-remote-code", "--max-num-seqs", 64]
  base_env: { A: "1" }
features:
  reasoning:
    description: "Thinks first"
    args: ["--reasoning-parser", "acme"]
  drafting:
    default_mode: mtp
    modes:
      mtp: { args: ["--speculative-config", '{"method":"mtp"}'] }
      ngram: { variants: [fp8], args: ["--speculative-config", '{"method":"ngram"}'] }
opt_in_features: [drafting]
variants:
  default: { precision: bf16 }
  fp8:
    model_id: "acme/acme-7b-fp8"
    min_vllm_version: "0.18.0"
    extra_args: ["--kv-cache-dtype", "fp8"]
    extra_env: { B: "2" }
    default_modes: { drafting: ngram }
    hardware_overrides:
      hopper: { extra_args: ["--block-size", "64"] }
compatible_strategies: [single_node_tp]
hardware_overrides:
  nvidia: { extra_args: ["--max-num-seqs", "128"] }
  amd: { extra_args: ["--attention-backend", "ROCM_AITER_FA"], extra_env: { A: "3" } }
strategy_overrides:
  single_node_tp: { tp: { h200: 4, mi300x: 8 } }
`;

const read = (selection: RecipeSelection = {}) => readRecipe(text, selection, "acme.yaml");

describe("readRecipe", () => {
  it("takes the default variant and every feature that is not opt-in", () => {
    const recipe = read();
    expect(recipe).toMatchObject({
      title: "Acme 7B",
      model: "acme/acme-7b",
      minRelease: "0.17.0",
      env: { A: "1" },
      diagnostics: [],
      args: ["--trust-remote-code", "--max-num-seqs", "64", "--reasoning-parser", "acme"],
    });
    expect(recipe.features).toMatchObject([
      { name: "reasoning", byDefault: true, chosen: true },
      { name: "drafting", byDefault: false, chosen: false, modes: ["mtp", "ngram"] },
    ]);
    expect(recipe.variants).toMatchObject([
      { name: "default", model: "acme/acme-7b", chosen: true },
      { name: "fp8", model: "acme/acme-7b-fp8", chosen: false },
    ]);
    expect(recipe.hardware).toEqual(["h200", "mi300x", "nvidia", "amd"]);
  });

  it("takes a variant with its model, version, arguments and environment", () => {
    expect(read({ variant: "fp8" })).toMatchObject({
      model: "acme/acme-7b-fp8",
      minRelease: "0.18.0",
      env: { A: "1", B: "2" },
    });
    expect(read({ variant: "fp8" }).args).toContain("--kv-cache-dtype");
  });

  it("takes hardware from the maker to the device, and the variant's own after the recipe's", () => {
    expect(read({ hardware: "h200", features: [] }).args.slice(3)).toEqual(["--max-num-seqs", "128"]);
    expect(read({ hardware: "h200", variant: "fp8", features: [] }).args.slice(3)).toEqual([
      "--kv-cache-dtype",
      "fp8",
      "--max-num-seqs",
      "128",
      "--block-size",
      "64",
    ]);
    expect(read({ hardware: "mi300x" }).env).toEqual({ A: "3" });
  });

  it("takes the features that are asked for, in the mode that fits the variant", () => {
    expect(read({ features: ["drafting"] }).args.slice(3)).toEqual(["--speculative-config", '{"method":"mtp"}']);
    expect(read({ features: ["drafting"], variant: "fp8" }).args).toContain('{"method":"ngram"}');
    expect(read({ features: ["drafting=mtp"], variant: "fp8" }).args).toContain('{"method":"mtp"}');
    expect(read({ features: ["drafting=ngram"] })).toMatchObject({ diagnostics: [{ code: "unknown-choice" }] });
  });

  it("takes the size that a strategy publishes, and none without one", () => {
    expect(read({ strategy: "single_node_tp", hardware: "mi300x", features: [] }).args.slice(-2)).toEqual([
      "--tensor-parallel-size",
      "8",
    ]);
    expect(read().notes).toContain("no strategy is chosen, so the number of GPUs is unspecified");
  });

  it("says of each flag which part it comes from", () => {
    expect(read({ variant: "fp8" }).words.map((word) => word.shown)).toContain("variants.fp8: --kv-cache-dtype");
  });

  it.each<readonly [string, RecipeSelection, string]>([
    ["a feature", { features: ["reasonin"] }, "did you mean `reasoning`?"],
    ["a mode", { features: ["drafting=mpt"] }, "did you mean `mtp`?"],
    ["a variant", { variant: "fp9" }, "did you mean `fp8`?"],
    ["hardware", { hardware: "h201" }, "did you mean `h200`?"],
    ["a strategy", { strategy: "multi" }, "the recipe has `single_node_tp`"],
  ])("suggests the nearest name of %s", (_name, selection, hint) => {
    expect(read(selection).diagnostics).toMatchObject([
      { code: "unknown-choice", severity: "error", file: "acme.yaml", hint },
    ]);
  });

  it.each([
    ["no YAML", "meta: [1\nmodel: x", "yaml-syntax", 2],
    ["a key twice", "meta: {}\nmeta: {}\n", "yaml-syntax", 2],
    ["no mapping", "- a\n", "not-an-object", null],
    ["arguments that are no list", "model:\n  model_id: a\n  base_args: --x\n", "bad-recipe", 3],
    ["a mapping that is none", "model:\n  model_id: a\nfeatures: 1\n", "bad-recipe", 3],
    ["no model", "meta: {}\n", "bad-recipe", null],
    ["a forbidden key", "model:\n  __proto__: 1\n", "forbidden-key", null],
  ])("reports %s with its place", (_name, bad, code, line) => {
    expect(readRecipe(bad, {}, "bad.yaml").diagnostics[0]).toMatchObject({ code, file: "bad.yaml", line });
  });
});
