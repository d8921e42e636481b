import { diagnostic, FettleError } from "../common/diagnostic.js";
import type { EnvironmentValue } from "../serving/build.js";
import type { ModelOptions } from "./model-options.js";

/** The server's environment variables: those of a recipe, overridden by those of `--env`. @throws FettleError */
export function variablesOf(
  { env = [] }: ModelOptions,
  ofRecipe: Readonly<Record<string, string>>,
): readonly EnvironmentValue[] {
  const variables = new Map<string, EnvironmentValue>();
  for (const [name, value] of Object.entries(ofRecipe))
    variables.set(name, { field: `variables.${name}`, value, text: `${name}=${value}`, kind: "recipe" });
  for (const word of env) {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    if (name === undefined || value === undefined) throw notAVariable(word);
    variables.set(name, { field: `variables.${name}`, value, text: `--env ${word}` });
  }
  return [...variables.values()];
}

function notAVariable(word: string): FettleError {
  const hint = "write it as `--env NAME=VALUE`";
  return new FettleError([diagnostic("usage", `invalid value \`${word}\` for \`--env\``, { hint })]);
}
