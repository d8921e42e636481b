import { createReadStream, existsSync } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { FettleError } from "../../common/diagnostic.js";
import { explainFileError } from "../../workspace/explain-file-error.js";
import { findFiles } from "../../workspace/read-folders.js";
import { readTextInput, standardInput, type Input } from "../../workspace/read-input.js";
import { configMapsOf, type ConfigMaps } from "../manifests/environment.js";
import { readYaml } from "../manifests/yaml-documents.js";
import { openFleetFile, readFleetJson, readFleetText, type FleetFolders } from "./fleet-folders.js";
import { unread, type FleetEntry, type Unread } from "./fleet-entry.js";
import { modelRoot } from "./model-folders.js";
import { dockerfileEntries, scriptEntries, textEntries, yamlEntries } from "./read-command-entries.js";
import { jsonEntry, readInput, readLines } from "./read-json-entries.js";

export interface ReadFleetOptions {
  /** Where models lie by their ids, besides beside what serves them. */
  readonly models?: readonly string[];
  /** A model's config.json is a deployment of its own, too, where something beside it serves the model. */
  readonly keepServed?: boolean;
  /** With them, `-` is standard input. */
  readonly streams?: Input;
}

const [lines, yaml, script] = [/\.(?:ndjson|jsonl)$/, /\.ya?ml$/, /\.sh$/];
const dockerfile = /(?:^|[\\/])(?:Dockerfile|Containerfile)(?:\.[\w-]+)?$|\.(?:Dockerfile|dockerfile)$/;

/** Whether a file states deployments, by its name: a manifest, a script, a Dockerfile. */
export function isManifest(file: string): boolean {
  return yaml.test(file) || script.test(file) || dockerfile.test(file);
}

/** How the deployments of a file are read that states commands or manifests; null for any other. */
function readerOf(file: string, folders: FleetFolders, configMaps: ConfigMaps) {
  if (yaml.test(file)) return () => yamlEntries(file, folders, configMaps);
  if (script.test(file)) return () => scriptEntries(file, folders);
  return dockerfile.test(file) ? () => dockerfileEntries(file, folders) : null;
}

/**
 * The deployments in files and folders: config documents, a model's config.json, and beside one what serves the model:
 * recipes, shell scripts with `vllm serve`, containers of Kubernetes or Compose; results of an evaluation (as the
 * documents that they were before), and lines of JSON. Where a config.json lies, other JSON belongs to the model and is
 * passed over; so is the config.json itself where something beside it serves the model, unless `keepServed`. @throws FettleError where a place does not exist
 */
export async function* readFleet(
  places: readonly string[],
  { models = [], keepServed = false, streams }: ReadFleetOptions = {},
): AsyncGenerator<FleetEntry> {
  for (const place of places) {
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
    const configMaps = await readConfigMaps(files, folders);
    for (const file of files) {
      const read = readerOf(file, folders, configMaps);
      for (const entry of read === null ? [] : await attempt(file, read)) {
        if (entry.kind === "model" && !keepServed) served.add(path.dirname(file));
        yield entry;
      }
    }
    const configured = new Set(files.filter(isConfig).map((file) => path.dirname(file)));
    for (const file of files.filter((name) => readerOf(name, folders, configMaps) === null)) {
      if (lines.test(file)) yield* lineEntries(file, folders);
      else if (
        file === place ||
        (isConfig(file) ? !served.has(path.dirname(file)) : !configured.has(path.dirname(file)))
      ) {
        yield* await attempt(file, async () => [jsonEntry(await readFleetJson(file, folders), file)]);
      }
    }
  }
}

/** The ConfigMaps of all manifests at a place; a file that cannot be read is told where its deployments are. */
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

/** Standard input: JSON, or else the manifests that a chart renders to. */
async function* inputEntries(text: string, models: readonly string[]): AsyncGenerator<FleetEntry> {
  if (/^\s*[[{]/.test(text)) {
    yield* readInput(text);
    return;
  }
  const roots = models.filter((folder) => existsSync(folder)).map(modelRoot);
  const folders: FleetFolders = { place: standardInput, models, roots };
  yield* await attempt(standardInput, () => textEntries(text, standardInput, folders, new Map()));
}

/** The files at a place, and the real folder that they may lie in. */
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
