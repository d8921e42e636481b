import { existsSync } from "node:fs";
import path from "node:path";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import type { DraftModels } from "../../serving/model-files.js";
import { loadServeFacts } from "../facts.js";
import { readModelFolder } from "../files/read-model-folder.js";
import { unstated, type ManifestDeployment } from "../manifests/deployment.js";
import type { FleetEntry, FleetFlags, Workload } from "../../serving/fleet.js";
import { readDockerfile } from "../manifests/dockerfile.js";
import type { ConfigMaps } from "../manifests/environment.js";
import { isRecipe, readManifest } from "../manifests/read-manifest.js";
import { readScript } from "../recipes/read-command.js";
import { readRecipe } from "../recipes/read-recipe.js";
import { readServeArgs } from "../args/read-serve-args.js";
import type { Word } from "../../serving/given.js";
import { unread, unsaid } from "./fleet-entry.js";
import { readFleetConfig, readFleetJson, readFleetText, type FleetFolders } from "./fleet-folders.js";
import { findConfig } from "../../workspace/model-folders.js";

/** Reads the deployments of a YAML file: manifests, otherwise a recipe. `configMaps` are those of the whole fleet. */
export async function yamlEntries(
  file: string,
  folders: FleetFolders,
  configMaps: ConfigMaps,
): Promise<readonly FleetEntry[]> {
  return textEntries(await readFleetText(file, folders), file, folders, configMaps);
}

/** Reads deployments from YAML text, such as standard input. */
export async function textEntries(
  text: string,
  file: string,
  folders: FleetFolders,
  configMaps: ConfigMaps,
): Promise<readonly FleetEntry[]> {
  const { deployments, findings, documents } = readManifest(text, file, configMaps);
  const broken = findings.length === 0 ? [] : [unread(findings)];
  if (deployments.length > 0) return [...(await commandEntries(deployments, file, folders)), ...broken];
  if (broken.length > 0 || !documents.some(isRecipe)) return broken;
  const recipe = readRecipe(text, {}, file);
  const errors = recipe.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return [unread(errors)];
  const { words: args, env: environment, minRelease: needs, model } = recipe;
  const flags: FleetFlags = { kind: "flags", name: file, file, line: 1, args, ...unsaid, environment, needs };
  return [await withModel(flags, model, file, folders)];
}

/** Reads the deployments of a shell script: its commands that serve a model. */
export async function scriptEntries(file: string, folders: FleetFolders): Promise<readonly FleetEntry[]> {
  const commands = readScript(await readFleetText(file, folders));
  return commandEntries(
    commands.map((command) => ({ ...unstated, ...command })),
    file,
    folders,
  );
}

/** Reads the deployment of a Dockerfile. */
export async function dockerfileEntries(file: string, folders: FleetFolders): Promise<readonly FleetEntry[]> {
  const commands = readDockerfile(await readFleetText(file, folders));
  return commandEntries(
    commands.map((command) => ({ ...unstated, ...command })),
    file,
    folders,
  );
}

async function commandEntries(
  deployments: readonly ManifestDeployment[],
  file: string,
  folders: FleetFolders,
): Promise<readonly FleetEntry[]> {
  const entries = deployments.map(({ line, words, variables, warnings, ...said }): Promise<FleetEntry> => {
    const flags: FleetFlags = {
      kind: "flags",
      name: nameOf(deployments.length === 1 ? file : `${file}:${line}`, said.workload),
      ...{ file, line, args: words },
      ...unsaid,
      ...said,
      warnings: [
        ...warnings.map((found) => ({ ...found, file: found.file ?? file })),
        ...variables.filter((name) => isShown(name, words)).map((name) => unknownVariable(name, file, line)),
        ...unknownFlags(words, file, line),
      ],
    };
    return withModel(flags, readServeArgs(words, loadServeFacts()).model?.value ?? null, file, folders);
  });
  return Promise.all(entries);
}

/** Names a deployment by location and Kubernetes name. */
function nameOf(place: string, workload: Workload | null): string {
  if (workload === null) return place;
  const { kind, namespace, name } = workload;
  return `${place} (${kind} ${namespace === null ? name : `${namespace}/${name}`})`;
}

/** Reports flags that no release has; the comparison of releases reports those that only some have. */
function unknownFlags(words: readonly Word[], file: string, line: number): readonly Diagnostic[] {
  const { releases } = loadServeFacts();
  const found = readServeArgs(words, loadServeFacts()).diagnostics.filter(({ code }) => code === "unknown-flag");
  const known = (message: string) =>
    releases.some((release) =>
      readServeArgs(words, loadServeFacts(release)).diagnostics.every((other) => other.message !== message),
    );
  return found.filter(({ message }) => !known(message)).map((entry) => ({ ...entry, severity: "warning", file, line }));
}

/** Whether a variable is more than the value of a secret flag. */
function isShown(name: string, words: readonly Word[]): boolean {
  const { byName } = loadServeFacts().flags;
  return words.some(
    ({ text }, index) =>
      text.includes(`\${${name}}`) && byName.get(words[index - 1]?.text.replaceAll("_", "-") ?? "")?.secret !== true,
  );
}

function unknownVariable(name: string, file: string, line: number): Diagnostic {
  const hint = "add a default (without a value, the flag is ignored), such as `${" + name + ":-VALUE}`";
  return diagnostic("bad-flag-value", `unset variable \`$${name}\``, { severity: "warning", file, line, hint });
}

/**
 * Combines flags with the config.json of their model: from the folders, otherwise beside the file; or without, if there
 * is none.
 */
async function withModel(
  flags: FleetFlags,
  model: string | null,
  file: string,
  folders: FleetFolders,
): Promise<FleetEntry> {
  const beside = path.join(path.dirname(file), "config.json");
  const config = (model === null ? null : findConfig(model, folders.models)) ?? (existsSync(beside) ? beside : null);
  if (config === null) return flags;
  const { value } = await readFleetConfig(config, folders);
  const drafts = await findDrafts(flags.args, folders);
  const folder = path.dirname(config);
  const own = { hfConfig: value as JsonObject, folder, files: await readModelFolder(folder), drafts };
  return { ...flags, kind: "model", model: model ?? path.dirname(file), ...own };
}

/** Reads the config.json of the draft model that flags name, from the folders of models. @throws FettleError */
async function findDrafts(args: readonly Word[], folders: FleetFolders): Promise<DraftModels> {
  const { settings } = readServeArgs(args, loadServeFacts());
  const given = (field: string) => settings.find(({ flag }) => flag.field === field)?.value;
  const section = given("speculative_config");
  const name = given("speculative_config.model") ?? (isObject(section) ? section["model"] : undefined);
  const file = typeof name === "string" ? findConfig(name, folders.models) : null;
  if (typeof name !== "string" || file === null) return {};
  const { value } = await readFleetJson(file, folders);
  return { [name]: { names: [], contents: { "config.json": value as Json } } };
}
