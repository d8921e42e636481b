import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import type { RecipeSource } from "./recipe-source.js";

/** A name that the recipe knows; null if none is given, or it is unknown, which is reported. */
export function choose(
  source: RecipeSource,
  what: string,
  name: string | undefined,
  known: readonly string[],
): string | null {
  if (name === undefined || known.includes(name)) return name ?? null;
  source.report(unknownChoice(what, name, known));
  return null;
}

export function unknownChoice(what: string, name: string, known: readonly string[]): Diagnostic {
  const hint =
    didYouMean(name, known) ??
    (known.length === 0 ? "the recipe has none" : `the recipe has \`${known.slice(0, 12).join("`, `")}\``);
  return diagnostic("unknown-choice", `\`${name}\` is not a ${what} of this recipe`, { hint });
}
