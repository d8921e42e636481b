import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { itemAt } from "../../common/must.js";
import { didYouMean } from "../../common/nearest.js";
import { isObject } from "../../common/json.js";
import { hardwareNames, overrideNames } from "../config/hardware-families.js";
import { readRecipeSource, type RecipeSource } from "./recipe-source.js";
import type { Word } from "../args/serve-tokens.js";
import { shellText } from "./shell-text.js";

/** Selection from a recipe; omitted parts take the recipe's defaults. */
export interface RecipeSelection {
  /** Exactly these features; one with several modes may be written as `spec_decoding=mtp`. */
  readonly features?: readonly string[];
  readonly variant?: string;
  /** A device such as `h200`, a generation such as `hopper`, or a vendor such as `amd`. */
  readonly hardware?: string;
  /** A way to distribute the model over GPUs, such as `single_node_tp`; by default none, so no size is assumed. */
  readonly strategy?: string;
}

/** A recipe's command for one selection. */
export interface Recipe {
  readonly title: string | null;
  readonly model: string | null;
  /** The arguments after `vllm serve MODEL`. */
  readonly args: readonly string[];
  /** The same arguments with the part of the recipe they come from, for `buildDocument`. */
  readonly words: readonly Word[];
  readonly env: Readonly<Record<string, string>>;
  readonly features: readonly RecipeFeature[];
  readonly variants: readonly RecipeVariant[];
  /** Hardware that the recipe mentions. */
  readonly hardware: readonly string[];
  readonly strategies: readonly string[];
  readonly minVllmVersion: string | null;
  /** Additional notes, one sentence each. */
  readonly notes: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

export interface RecipeFeature {
  readonly name: string;
  readonly description: string | null;
  /** Whether the recipe enables it by default. */
  readonly byDefault: boolean;
  readonly modes: readonly string[];
  readonly chosen: boolean;
}

export interface RecipeVariant {
  readonly name: string;
  readonly model: string | null;
  readonly precision: string | null;
  readonly chosen: boolean;
}

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
  ...{ minVllmVersion: null, notes: [], diagnostics: [] },
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
    minVllmVersion:
      (variant === null ? null : source.text(["variants", variant, "min_vllm_version"])) ??
      source.text(["model", "min_vllm_version"]),
    notes: notesOf(source, strategy),
    diagnostics: source.diagnostics,
  };
}

function choose(source: RecipeSource, what: string, name: string | undefined, known: readonly string[]): string | null {
  if (name === undefined || known.includes(name)) return name ?? null;
  source.report(unknownChoice(what, name, known));
  return null;
}

function unknownChoice(what: string, name: string, known: readonly string[]): Diagnostic {
  const hint =
    didYouMean(name, known) ??
    (known.length === 0 ? "the recipe has none" : `the recipe has \`${known.slice(0, 12).join("`, `")}\``);
  return diagnostic("unknown-choice", `\`${name}\` is not a ${what} of this recipe`, { hint });
}

interface ChosenFeature extends RecipeFeature {
  readonly mode: string | null;
}

function chooseFeatures(
  source: RecipeSource,
  wanted: readonly string[] | undefined,
  hardware: string | null,
): readonly ChosenFeature[] {
  const names = Object.keys(source.object(["features"]));
  const optIn = new Set([
    ...source.words(["opt_in_features"]),
    ...(hardware === null ? [] : source.words(["hardware_opt_in_features", hardware])),
  ]);
  const asked = new Map(
    (wanted ?? []).map((entry) => {
      const [name = "", mode] = entry.split("=");
      return [name, mode ?? null];
    }),
  );
  for (const name of asked.keys()) if (!names.includes(name)) source.report(unknownChoice("feature", name, names));
  return names.map((name) => {
    const modes = Object.keys(source.object(["features", name, "modes"]));
    const mode = asked.get(name) ?? null;
    if (mode !== null && !modes.includes(mode)) source.report(unknownChoice(`mode of \`${name}\``, mode, modes));
    const byDefault = !optIn.has(name);
    const chosen = wanted === undefined ? byDefault : asked.has(name);
    if (chosen && hardware !== null && source.text(["features", name, "hardware", hardware]) === "unsupported") {
      const hint = "remove the feature, or choose different hardware";
      source.report(
        diagnostic("unknown-choice", `\`${name}\` does not run on \`${hardware}\``, { severity: "warning", hint }),
      );
    }
    return { name, description: source.text(["features", name, "description"]), byDefault, modes, chosen, mode };
  });
}

/** Locates a feature's arguments: in its mode, possibly under the hardware, which replaces the others. */
function featurePath(
  source: RecipeSource,
  feature: ChosenFeature,
  variant: string | null,
  hardware: string | null,
): readonly string[] {
  const base = ["features", feature.name];
  const fits = (mode: string | null) => {
    const allowed = mode === null ? [] : source.words([...base, "modes", mode, "variants"]);
    return mode !== null && feature.modes.includes(mode) && (allowed.length === 0 || allowed.includes(variant ?? ""));
  };
  const ofVariant = source.text(["variants", variant ?? "", "default_modes", feature.name]);
  const mode = [feature.mode, ofVariant, source.text([...base, "default_mode"]), ...feature.modes].find(fits) ?? null;
  if (feature.mode !== null && feature.modes.includes(feature.mode) && mode !== feature.mode) {
    const hint = mode === null ? "choose another variant" : `use mode \`${mode}\`, or choose another variant`;
    source.report(
      diagnostic(
        "unknown-choice",
        `\`${feature.name}=${feature.mode}\` is not available for the variant \`${variant}\``,
        {
          hint,
        },
      ),
    );
  }
  const place = mode === null ? base : [...base, "modes", mode];
  const names = hardware === null ? [] : [...overrideNames(hardware)].reverse();
  const narrow = names.find((name) => "args" in source.object([...place, "hardware_overrides", name]));
  return narrow === undefined ? place : [...place, "hardware_overrides", narrow];
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

function wordsOf(source: RecipeSource, path: readonly string[]): readonly Word[] {
  const part = path.slice(0, -1).join(".");
  return source
    .words(path)
    .flatMap((text) => splitWord(source, path, text))
    .map((text) => ({
      text,
      kind: "recipe",
      shown: text.startsWith("-") ? `${part}: ${shellText([text])}` : shellText([text]),
    }));
}

/** Splits a flag and its value in one entry, as a shell would. */
function splitWord(source: RecipeSource, path: readonly string[], text: string): readonly string[] {
  const match = /^(--?[\w.-]+)\s+(\S.*)$/s.exec(text);
  if (match === null) return [text];
  const hint = "write the flag and its value as two entries";
  source.report(
    diagnostic("bad-recipe", `\`${text}\` is a single entry with two arguments`, {
      severity: "note",
      path: `/${path.join("/")}`,
      hint,
    }),
  );
  return [itemAt(match, 1), itemAt(match, 2).trim()];
}

/** The size of a strategy: the variant's, otherwise the strategy's own, possibly by device. */
function sizeWords(
  source: RecipeSource,
  variant: string | null,
  hardware: string | null,
  strategy: string | null,
): readonly Word[] {
  if (strategy === null) return [];
  const read = (path: readonly string[]) =>
    source.text(isObject(source.object(path)["tp"]) ? [...path, "tp", hardware ?? ""] : [...path, "tp"]);
  const size = (variant === null ? null : read(["variants", variant])) ?? read(["strategy_overrides", strategy]);
  const shown = `strategy ${strategy}: --tensor-parallel-size`;
  return size === null
    ? []
    : [
        { text: "--tensor-parallel-size", kind: "recipe", shown },
        { text: size, kind: "recipe" },
      ];
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
