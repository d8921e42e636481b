import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import type { JsonObject } from "../../common/json.js";
import { loadServeFacts } from "../facts.js";
import { readScript, type ServeCommand } from "../recipes/read-command.js";
import { readContainers, type Workload } from "../recipes/read-containers.js";
import { readRecipe } from "../recipes/read-recipe.js";
import { readServeArgs } from "../args/read-serve-args.js";
import type { Word } from "../args/serve-tokens.js";
import { unread, unsaid, type FleetEntry, type FleetFlags } from "./fleet-entry.js";
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
  return [
    await withModel(
      {
        kind: "flags",
        name: file,
        args: recipe.words,
        ...unsaid,
        environment: recipe.env,
        needs: recipe.minVllmVersion,
      },
      recipe.model,
      file,
      folders,
    ),
  ];
}

/** The deployments of a shell script: its commands that serve a model. */
export async function scriptEntries(file: string, folders: FleetFolders): Promise<readonly FleetEntry[]> {
  return commandEntries(readScript(await readFleetText(file, folders)), file, folders);
}

async function commandEntries(
  commands: readonly (ServeCommand & { readonly workload?: Workload | null })[],
  file: string,
  folders: FleetFolders,
): Promise<readonly FleetEntry[]> {
  const entries = commands.map(({ line, words, variables, workload = null, ...said }): Promise<FleetEntry> => {
    const flags: FleetFlags = {
      kind: "flags",
      name: nameOf(commands.length === 1 ? file : `${file}:${line}`, workload),
      args: words,
      ...unsaid,
      ...said,
      workload,
      warnings: [...variables.map((name) => unknownVariable(name, file, line)), ...unknownFlags(words, file, line)],
    };
    return withModel(flags, readServeArgs(words, loadServeFacts()).model?.value ?? null, file, folders);
  });
  return Promise.all(entries);
}

/** A place, with what Kubernetes calls the deployment there. */
function nameOf(place: string, workload: Workload | null): string {
  if (workload === null) return place;
  const { kind, namespace, name } = workload;
  return `${place} (${kind} ${namespace === null ? name : `${namespace}/${name}`})`;
}

/** Flags that no release has; one that only some have is told by the comparison of releases. */
function unknownFlags(words: readonly Word[], file: string, line: number): readonly Diagnostic[] {
  const { releases } = loadServeFacts();
  const found = readServeArgs(words, loadServeFacts()).diagnostics.filter(({ code }) => code === "unknown-flag");
  const known = (message: string) =>
    releases.some((release) =>
      readServeArgs(words, loadServeFacts(release)).diagnostics.every((other) => other.message !== message),
    );
  return found.filter(({ message }) => !known(message)).map((entry) => ({ ...entry, severity: "warning", file, line }));
}

function unknownVariable(name: string, file: string, line: number): Diagnostic {
  const hint =
    "a flag that needs its value is taken as if it were not given; write a default, such as `${" + name + ":-VALUE}`";
  return diagnostic("bad-flag-value", `nothing says what \`$${name}\` is`, { severity: "warning", file, line, hint });
}

/** Flags with the config.json of their model: in one of the folders, else beside the file; alone where it is nowhere. */
async function withModel(
  flags: FleetFlags,
  model: string | null,
  file: string,
  folders: FleetFolders,
): Promise<FleetEntry> {
  const beside = path.join(path.dirname(file), "config.json");
  const config = (model === null ? null : findConfig(model, folders.models)) ?? (existsSync(beside) ? beside : null);
  if (config === null) return flags;
  const { value } = await readFleetJson(config, folders);
  return { ...flags, kind: "model", hfConfig: value as JsonObject, model: model ?? path.dirname(file) };
}
