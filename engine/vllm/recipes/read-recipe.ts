import { diagnostic } from "../../common/diagnostic.js";
import { isObject } from "../../common/json.js";
import { hardwareNames, overrideNames } from "../config/hardware-families.js";
import { readRecipeSource, type RecipeSource } from "./recipe-source.js";
import type { Recipe, RecipeSelection } from "../../serving/recipe.js";
import { choose } from "./recipe-choice.js";
import { chooseFeatures, featurePath } from "./recipe-features.js";
import { sizeWords, wordsOf } from "./recipe-words.js";

/**
 * Reads a recipe of vllm-project/recipes. Later parts take precedence: base arguments, features, the variant, the
 * hardware from vendor to device, the variant's hardware, and last the strategy.
 */
export function readRecipe(text: string, selection: RecipeSelection = {}, file: string | null = null): Recipe {
  const { source, diagnostics } = readRecipeSource(text, file);
  return source === null ? { ...nothing, diagnostics } : assemble(source, selection);
}

const nothing: Recipe = Object.freeze({
  ...{
    title: null,
    model: null,
    args: [],
    words: [],
    env: {},
    features: [],
    variants: [],
    hardware: [],
    strategies: [],
  },
  ...{ minRelease: null, notes: [], diagnostics: [] },
});

function assemble(source: RecipeSource, selection: RecipeSelection): Recipe {
  const variants = Object.keys(source.object(["variants"]));
  const variant =
    choose(source, "variant", selection.variant, variants) ??
    (variants.includes("default") ? "default" : (variants[0] ?? null));
  const hardware = choose(source, "hardware", selection.hardware, [
    ...new Set([...hardwareOf(source), ...hardwareNames]),
  ]);
  const strategies = source.words(["compatible_strategies"]);
  const knownStrategies = [...new Set([...strategies, ...Object.keys(source.object(["strategy_overrides"]))])];
  const strategy = choose(source, "strategy", selection.strategy, knownStrategies);
  const features = chooseFeatures(source, selection.features, hardware);
  const parts = [
    { path: ["model"], args: "base_args", env: "base_env" },
    ...features
      .filter((entry) => entry.chosen)
      .map((entry) => ({ path: featurePath(source, entry, variant, hardware), args: "args", env: "env" })),
    ...overrides(source, ["variants", variant ?? ""], hardware),
    ...(hardware === null ? [] : overrideNames(hardware).map((name) => ["hardware_overrides", name])).map(extra),
    ...overrides(source, ["variants", variant ?? ""], hardware).slice(1),
    ...(strategy === null ? [] : overrides(source, ["strategy_overrides", strategy], hardware)),
  ];
  const unique = parts.filter(
    (part, index) => parts.findLastIndex((other) => other.path.join(".") === part.path.join(".")) === index,
  );
  const words = [
    ...unique.flatMap((part) => wordsOf(source, [...part.path, part.args])),
    ...sizeWords(source, variant, hardware, strategy),
  ];
  const model =
    (variant === null ? null : source.text(["variants", variant, "model_id"])) ?? source.text(["model", "model_id"]);
  if (model === null) {
    const place = { path: "/model/model_id", hint: "expected `model_id` under `model`" };
    source.report(diagnostic("bad-recipe", "the recipe does not name a model", place));
  }
  return {
    title: source.text(["meta", "title"]),
    model,
    args: words.map((word) => word.text),
    words,
    env: Object.assign({}, ...unique.map((part) => source.env([...part.path, part.env]))) as Record<string, string>,
    features: features.map(({ name, description, byDefault, modes, chosen }) => ({
      name,
      description,
      byDefault,
      modes,
      chosen,
    })),
    variants: variants.map((name) => ({
      name,
      model: source.text(["variants", name, "model_id"]) ?? source.text(["model", "model_id"]),
      precision: source.text(["variants", name, "precision"]),
      chosen: name === variant,
    })),
    hardware: hardwareOf(source),
    strategies,
    minRelease:
      (variant === null ? null : source.text(["variants", variant, "min_vllm_version"])) ??
      source.text(["model", "min_vllm_version"]),
    notes: notesOf(source, strategy),
    diagnostics: source.diagnostics,
  };
}

interface Part {
  readonly path: readonly string[];
  readonly args: string;
  readonly env: string;
}

function extra(path: readonly string[]): Part {
  return { path, args: "extra_args", env: "extra_env" };
}

/** Returns a part and its overrides for the hardware. */
function overrides(source: RecipeSource, path: readonly string[], hardware: string | null): readonly Part[] {
  const names =
    hardware === null
      ? []
      : overrideNames(hardware).filter((name) => isObject(source.object([...path, "hardware_overrides"])[name]));
  return [path, ...names.map((name) => [...path, "hardware_overrides", name])].map(extra);
}

function hardwareOf(source: RecipeSource): readonly string[] {
  return [
    ...new Set([
      ...Object.keys(source.object(["meta", "hardware"])),
      ...Object.keys(source.object(["hardware_overrides"])),
    ]),
  ];
}

function notesOf(source: RecipeSource, strategy: string | null): readonly string[] {
  const dependencies = source.value["dependencies"];
  const entries = (Array.isArray(dependencies) ? dependencies : []).filter(isObject);
  const steps = entries.map((entry) => entry["note"]).filter((note) => typeof note === "string");
  const overrides = strategy === null ? {} : source.object(["strategy_overrides", strategy]);
  return [
    ...(source.object(["model"])["nightly_required"] === true ? ["the recipe needs a nightly build of vLLM"] : []),
    ...(strategy === null ? ["no strategy is chosen, so the number of GPUs is unspecified"] : []),
    ...("prefill" in overrides || "decode" in overrides
      ? ["the settings of prefill and decode nodes are not included"]
      : []),
    ...steps.map((note) => `install: ${note}`),
  ];
}
