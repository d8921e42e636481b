import type { FleetEntry, ReadFleetOptions, Unread } from "../../serving/fleet.js";
import { dockerfile, script, yaml } from "../../serving/manifest-names.js";
import { createReadStream, existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { FettleError } from "../../common/diagnostic.js";
import { explainFileError } from "../../workspace/explain-file-error.js";
import { findFiles } from "../../workspace/read-folders.js";
import { readTextInput, standardInput } from "../../workspace/read-input.js";
import { configMapsOf, type ConfigMaps } from "../manifests/environment.js";
import { readModelFolder } from "../files/read-model-folder.js";
import { readYaml } from "../manifests/yaml-documents.js";
import { openFleetFile, readFleetConfig, readFleetJson, readFleetText, type FleetFolders } from "./fleet-folders.js";
import { unread } from "./fleet-entry.js";
import { modelRoot } from "../../workspace/model-folders.js";
import { dockerfileEntries, scriptEntries, textEntries, yamlEntries } from "./read-command-entries.js";
import { jsonEntry, readInput, readLines } from "./read-json-entries.js";

const lines = /\.(?:ndjson|jsonl)$/;

/** Selects the reader for a file with commands or manifests; null for any other file. */
function readerOf(file: string, folders: FleetFolders, configMaps: ConfigMaps) {
  if (yaml.test(file)) return () => yamlEntries(file, folders, configMaps);
  if (script.test(file)) return () => scriptEntries(file, folders);
  return dockerfile.test(file) ? () => dockerfileEntries(file, folders) : null;
}

/**
 * Reads the deployments in files and folders: config documents; a model's config.json with the files beside it that
 * serve the model (recipes, shell scripts with `vllm serve`, containers of Kubernetes or Compose); results of an
 * evaluation, as their input documents; and JSON Lines. In a folder with a config.json, other JSON belongs to the model
 * and is skipped; so is the config.json itself if a file beside it serves the model, unless `keepServed`. @throws
 * FettleError if a place does not exist
 */
export async function* readFleet(
  places: readonly string[],
  { models = [], keepServed = false, streams, onFile = () => {}, takes = () => true }: ReadFleetOptions = {},
): AsyncGenerator<FleetEntry> {
  for (const [index, place] of places.entries()) {
    if (place === "-" && streams !== undefined) {
      yield* inputEntries(await readTextInput(streams), models);
      continue;
    }
    const { files, root } = await listFiles(place);
    const folders: FleetFolders = {
      place,
      models,
      roots: [root, ...models.filter((folder) => existsSync(folder)).map(modelRoot)],
    };
    const served = new Set<string>();
    let begun = 0;
    const begin = (file: string): boolean => {
      onFile((index + begun++ / files.length) / places.length);
      return takes(file);
    };
    const configMaps = await readConfigMaps(files, folders);
    for (const file of files) {
      const read = readerOf(file, folders, configMaps);
      if (read === null) continue;
      const isTaken = begin(file);
      for (const entry of await attempt(file, read)) {
        if (entry.kind === "model" && !keepServed) served.add(path.dirname(file));
        if (isTaken) yield entry;
      }
    }
    const configured = new Set(files.filter(isConfig).map((file) => path.dirname(file)));
    for (const file of files.filter((name) => readerOf(name, folders, configMaps) === null)) {
      if (!begin(file)) continue;
      if (lines.test(file)) yield* lineEntries(file, folders);
      else if (
        file === place ||
        (isConfig(file) ? !served.has(path.dirname(file)) : !configured.has(path.dirname(file)))
      ) {
        yield* await attempt(file, async () => {
          const read = isConfig(file) ? readFleetConfig : readFleetJson;
          const entry = jsonEntry(await read(file, folders), file);
          if (entry.kind !== "model" || !isConfig(file)) return [entry];
          const folder = path.dirname(file);
          return [{ ...entry, folder, files: await readModelFolder(folder) }];
        });
      }
    }
  }
}

/** Reads the ConfigMaps of all manifests at a place; unreadable files are reported with their deployments. */
async function readConfigMaps(files: readonly string[], folders: FleetFolders): Promise<ConfigMaps> {
  const found: (readonly [string, Readonly<Record<string, string>>])[] = [];
  for (const file of files.filter((name) => yaml.test(name))) {
    await attempt(file, async () => {
      const text = await readFleetText(file, folders);
      if (text.includes("ConfigMap")) found.push(...configMapsOf(readYaml(text, file).documents));
      return [];
    });
  }
  return new Map(found);
}

function isConfig(file: string): boolean {
  return path.basename(file) === "config.json";
}

/** Reads standard input: JSON, otherwise the manifests that a chart renders. */
async function* inputEntries(text: string, models: readonly string[]): AsyncGenerator<FleetEntry> {
  if (/^\s*[[{]/.test(text)) {
    yield* readInput(text);
    return;
  }
  const roots = models.filter((folder) => existsSync(folder)).map(modelRoot);
  const folders: FleetFolders = { place: standardInput, models, roots };
  yield* await attempt(standardInput, () => textEntries(text, standardInput, folders, new Map()));
}

/** Lists the files at a place, and the resolved folder that must contain them. */
async function listFiles(place: string): Promise<{ readonly files: readonly string[]; readonly root: string }> {
  try {
    if (!(await stat(place)).isDirectory()) return { files: [place], root: modelRoot(path.dirname(place)) };
    const isMeant = (name: string) => /\.(?:json|ndjson|jsonl|ya?ml|sh)$/.test(name) || dockerfile.test(name);
    return { files: await findFiles(place, isMeant), root: modelRoot(place) };
  } catch (error) {
    throw new FettleError([explainFileError(error, place)]);
  }
}

async function* lineEntries(file: string, folders: FleetFolders): AsyncGenerator<FleetEntry> {
  const [opened] = await attempt(file, async () => [openFleetFile(file, folders)]);
  if (opened === undefined) return;
  if ("kind" in opened) yield opened;
  else yield* readLines(createReadStream(file, opened) as AsyncIterable<Uint8Array>, file);
}

async function attempt<Entry>(
  file: string,
  read: () => Promise<readonly Entry[]>,
): Promise<readonly (Entry | Unread)[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return [unread(error.diagnostics.map((entry) => ({ ...entry, file: entry.file ?? file })))];
  }
}
