import semver from "semver";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { EngineAdapter } from "../common/engine-adapter.js";
import type { Recipe } from "../serving/recipe.js";
import { targetText, type Target } from "../packs/target.js";
import type { RecipeOptions } from "./model-options.js";
import { readTextFile } from "../workspace/read-input.js";
import { servingEngineOf } from "./serving-engines.js";

const choices = ["variant", "hardware", "strategy"] as const;

/** Reads the recipe that the options select; null if there is none. @throws FettleError */
export async function chooseRecipe(options: RecipeOptions, engine: EngineAdapter): Promise<Recipe | null> {
  const file = options.recipe;
  if (file === undefined) {
    const lonely =
      (options.features ?? []).length > 0 ? "feature" : choices.find((name) => options[name] !== undefined);
    if (lonely === undefined) return null;
    throw new FettleError([
      diagnostic("usage", `\`--${lonely}\` requires a recipe`, {
        hint: "add `--recipe FILE.yaml`",
      }),
    ]);
  }
  const { openRecipeReader } = await servingEngineOf(engine);
  if (openRecipeReader === undefined) {
    const hint = "remove `--recipe`, and pass the model and its flags";
    throw new FettleError([diagnostic("usage", `${engine.title} has no recipes`, { hint })]);
  }
  const readRecipe = await openRecipeReader();
  const recipe = readRecipe(await readTextFile(file), selectionOf(options), file);
  const errors = recipe.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new FettleError(recipe.diagnostics);
  return recipe;
}

function selectionOf(options: RecipeOptions) {
  const { features = [] } = options;
  const picked = choices.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]]));
  return {
    ...(features.length === 0 ? {} : { features }),
    ...(Object.fromEntries(picked) as { variant?: string; hardware?: string; strategy?: string }),
  };
}

/** Reports a recipe that requires a later release than the target. */
export function releaseFindings(
  { minRelease }: Recipe,
  file: string,
  target: Target,
  { title }: EngineAdapter,
): readonly Diagnostic[] {
  const least = semver.coerce(minRelease ?? "");
  if (least === null || !semver.lt(target.version, least)) return [];
  const message = `the recipe needs ${title} ${minRelease} or later, but the target is ${targetText(target)}`;
  return [
    diagnostic("bad-target", message, {
      severity: "warning",
      file,
      hint: "choose a newer target with `--target`, or read the results as those of the older one",
    }),
  ];
}

/** Notes of a recipe that no flag expresses: its environment variables, and further steps. */
export function recipeNotes({ notes, env }: Recipe): readonly string[] {
  const variables = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return [...notes, ...(variables.length === 0 ? [] : [`the recipe sets the environment: ${variables.join(" ")}`])];
}
