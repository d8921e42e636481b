import { diagnostic } from "../../common/diagnostic.js";
import { isObject } from "../../common/json.js";
import { itemAt } from "../../common/must.js";
import type { Word } from "../../serving/given.js";
import type { RecipeSource } from "./recipe-source.js";
import { shellText } from "../../common/shell-text.js";

/** The arguments in a part of a recipe, each with where it comes from. */
export function wordsOf(source: RecipeSource, path: readonly string[]): readonly Word[] {
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
export function sizeWords(
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
