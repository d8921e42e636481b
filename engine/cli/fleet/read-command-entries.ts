import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, type Diagnostic } from "../../base/diagnostic.js";
import type { JsonObject } from "../../base/json.js";
import { loadServeFacts } from "../../document/facts.js";
import { readScript, type ServeCommand } from "../../document/read-command.js";
import { readContainers } from "../../document/read-containers.js";
import { readRecipe } from "../../document/read-recipe.js";
import { readServeArgs } from "../../document/read-serve-args.js";
import { unread, type FleetEntry, type FleetFlags } from "./fleet-entry.js";
import { readFleetJson, readFleetText, type FleetFolders } from "./fleet-folders.js";
import { findConfig } from "./model-folders.js";

/** The deployments of a YAML file: containers that serve a model, else a recipe. */
export async function yamlEntries(file: string, folders: FleetFolders): Promise<readonly FleetEntry[]> {
  const text = await readFleetText(file, folders);
  const containers = readContainers(text);
  if (containers.length > 0) return commandEntries(containers, file, folders);
  const recipe = readRecipe(text, {}, file);
  const errors = recipe.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return [unread(errors)];
  return [await withModel({ kind: "flags", name: file, args: recipe.words, release: null, needs: recipe.minVllmVersion, warnings: [] }, recipe.model, file, folders)];
}

/** The deployments of a shell script: its commands that serve a model. */
export async function scriptEntries(file: string, folders: FleetFolders): Promise<readonly FleetEntry[]> {
  return commandEntries(readScript(await readFleetText(file, folders)), file, folders);
}

async function commandEntries(commands: readonly ServeCommand[], file: string, folders: FleetFolders): Promise<readonly FleetEntry[]> {
  const entries = commands.map(({ line, words, release, variables }): Promise<FleetEntry> => {
    const flags: FleetFlags = { kind: "flags", name: commands.length === 1 ? file : `${file}:${line}`, args: words, release, needs: null, warnings: variables.map((name) => unknownVariable(name, file, line)) };
    return withModel(flags, readServeArgs(words, loadServeFacts()).model?.value ?? null, file, folders);
  });
  return Promise.all(entries);
}

function unknownVariable(name: string, file: string, line: number): Diagnostic {
  const hint = "a flag that needs its value is taken as if it were not given; write a default, such as `${" + name + ":-VALUE}`";
  return diagnostic("bad-flag-value", `nothing says what \`$${name}\` is`, { severity: "warning", file, line, hint });
}

/** Flags with the config.json of their model: in one of the folders, else beside the file; alone where it is nowhere. */
async function withModel(flags: FleetFlags, model: string | null, file: string, folders: FleetFolders): Promise<FleetEntry> {
  const beside = path.join(path.dirname(file), "config.json");
  const config = (model === null ? null : findConfig(model, folders.models)) ?? (existsSync(beside) ? beside : null);
  if (config === null) return flags;
  const { value } = await readFleetJson(config, folders);
  return { ...flags, kind: "model", hfConfig: value as JsonObject, model: model ?? path.dirname(file) };
}
