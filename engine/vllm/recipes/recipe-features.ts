import { diagnostic } from "../../common/diagnostic.js";
import { overrideNames } from "../config/hardware-families.js";
import type { RecipeFeature } from "../../serving/recipe.js";
import { unknownChoice } from "./recipe-choice.js";
import type { RecipeSource } from "./recipe-source.js";

export interface ChosenFeature extends RecipeFeature {
  readonly mode: string | null;
}

/** The features of a recipe, each with whether and in which mode it is chosen. */
export function chooseFeatures(
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
export function featurePath(
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
