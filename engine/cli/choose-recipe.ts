import semver from "semver";
import { diagnostic, FettleError, type Diagnostic } from "../base/diagnostic.js";
import type { Recipe } from "../document/read-recipe.js";
import type { Target } from "../pack/target.js";
import type { Invocation } from "./command.js";
import type { Options } from "./options.js";
import { readTextFile } from "./read-input.js";

const choices = ["feature", "variant", "hardware", "strategy"] as const;

/** The recipe that the options choose, or null where they name none. @throws FettleError */
export async function chooseRecipe({ options }: Pick<Invocation, "options">): Promise<Recipe | null> {
  const file = options.text("recipe");
  if (file === undefined) {
    const lonely = [...choices, "list-choices"].find((name) => options.text(name) !== undefined || options.list(name).length > 0 || options.has(name));
    if (lonely === undefined) return null;
    throw new FettleError([diagnostic("usage", `\`--${lonely}\` chooses from a recipe, and there is none`, { hint: "add `--recipe FILE.yaml`" })]);
  }
  const { readRecipe } = await import("../document/read-recipe.js");
  const recipe = readRecipe(await readTextFile(file), selectionOf(options), file);
  const errors = recipe.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new FettleError(recipe.diagnostics);
  return recipe;
}

function selectionOf(options: Options) {
  const features = options.list("feature");
  const picked = choices.slice(1).flatMap((name) => (options.text(name) === undefined ? [] : [[name, options.text(name)!]]));
  return { ...(features.length === 0 ? {} : { features }), ...(Object.fromEntries(picked) as { variant?: string; hardware?: string; strategy?: string }) };
}

/** What a recipe says that no flag of its says: the release that it needs, its environment, and other steps. */
export function recipeNotes(recipe: Recipe, file: string, target: Target): readonly Diagnostic[] {
  const least = semver.coerce(recipe.minVllmVersion ?? "");
  const isOld = least !== null && target.project === "vllm" && semver.lt(target.version, least);
  const release = diagnostic("usage", `the recipe needs vLLM ${recipe.minVllmVersion} or later, but the target is ${target.project}@${target.version}`, {
    severity: "warning",
    file,
    hint: "the flags and defaults of the target are taken; choose another one with `--target`",
  });
  const env = Object.entries(recipe.env).map(([name, value]) => `${name}=${value}`);
  const notes = [...recipe.notes, ...(env.length === 0 ? [] : [`the recipe sets the environment: ${env.join(" ")}`])];
  return [...(isOld ? [release] : []), ...notes.map((message) => diagnostic("usage", message, { severity: "note", file }))];
}
