import { FettleError, diagnostic } from "../../common/diagnostic.js";
import type { Recipe } from "../../serving/recipe.js";
import { escapeControls } from "../../common/printable.js";
import { chooseRecipe } from "../../resolve/choose-recipe.js";
import { resolveOptionsOf } from "./given-options.js";
import type { ExitCode, Invocation } from "../command.js";
import { loadRules } from "../load-rules.js";

/** Prints the choices that a recipe offers. */
export async function listChoices(invocation: Invocation): Promise<ExitCode> {
  const { streams, options } = invocation;
  const { linked } = await loadRules(invocation);
  const recipe = await chooseRecipe(resolveOptionsOf(invocation, undefined), linked.engine);
  if (recipe === null)
    throw new FettleError([
      diagnostic("usage", "`--list-choices` requires a recipe", { hint: "add `--recipe FILE.yaml`" }),
    ]);
  const { title, model, features, variants, hardware, strategies } = recipe;
  if (options.text("format") === "json") {
    await streams.write(`${JSON.stringify({ title, model, features, variants, hardware, strategies }, null, 2)}\n`);
  } else await streams.write(`${choiceLines(recipe, invocation).join("\n")}\n`);
  return 0;
}

function choiceLines(
  { title, model, features, variants, hardware, strategies }: Recipe,
  { streams: { colors } }: Invocation,
): readonly string[] {
  const table = (name: string, rows: readonly (readonly [isChosen: boolean, name: string, about: string])[]) => {
    const width = Math.max(0, ...rows.map(([, row]) => row.length));
    const lines = rows.map(([isChosen, row, about]) =>
      `  ${isChosen ? "*" : " "} ${escapeControls(row).padEnd(width)}  ${colors.dim(escapeControls(about))}`.trimEnd(),
    );
    return lines.length === 0 ? [] : ["", colors.bold(name), ...lines];
  };
  return [
    escapeControls([title, model].filter((part) => part !== null).join("  ·  ")),
    ...table(
      "--feature (* marks those that are on)",
      features.map((entry) => [
        entry.chosen,
        entry.name,
        [entry.description ?? "", modesText(entry.modes)].filter((part) => part !== "").join("; "),
      ]),
    ),
    ...table(
      "--variant",
      variants.map((entry) => [
        entry.chosen,
        entry.name,
        [entry.precision, entry.model].filter((part) => part !== null).join(", "),
      ]),
    ),
    ...table(
      "--hardware",
      hardware.map((name) => [false, name, ""]),
    ),
    ...table(
      "--strategy",
      strategies.map((name) => [false, name, ""]),
    ),
  ];
}

function modesText(modes: readonly string[]): string {
  return modes.length === 0 ? "" : `modes: ${modes.join(", ")}`;
}
