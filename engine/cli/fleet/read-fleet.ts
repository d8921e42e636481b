import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { FettleError } from "../../base/diagnostic.js";
import { explainFileError } from "../../pack/explain-file-error.js";
import { readJsonFile, readTextInput } from "../read-input.js";
import type { Streams } from "../streams.js";
import { unread, type FleetEntry } from "./fleet-entry.js";
import { scriptEntries, yamlEntries } from "./read-command-entries.js";
import { jsonEntry, readInput, readLines } from "./read-json-entries.js";

export interface ReadFleetOptions {
  /** Where models lie by their ids, besides beside what serves them. */
  readonly models?: readonly string[];
  /** A model's config.json is a deployment of its own, too, where something beside it serves the model. */
  readonly keepServed?: boolean;
  /** With them, `-` is standard input. */
  readonly streams?: Streams;
}

const [lines, yaml, script] = [/\.(?:ndjson|jsonl)$/, /\.ya?ml$/, /\.sh$/];

/**
 * The deployments in files and folders: config documents, a model's config.json, and beside one what serves the model:
 * recipes, shell scripts with `vllm serve`, containers of Kubernetes or Compose; results of an evaluation (as the
 * documents that they were before), and lines of JSON. Where a config.json lies, other JSON belongs to the model and is
 * passed over; so is the config.json itself where something beside it serves the model, unless `keepServed`. @throws FettleError where a place does not exist
 */
export async function* readFleet(places: readonly string[], { models = [], keepServed = false, streams }: ReadFleetOptions = {}): AsyncGenerator<FleetEntry> {
  for (const place of places) {
    if (place === "-" && streams !== undefined) {
      yield* readInput(await readTextInput(streams));
      continue;
    }
    const files = await listFiles(place);
    const served = new Set<string>();
    for (const file of files.filter((name) => yaml.test(name) || script.test(name))) {
      for (const entry of await attempt(file, () => (yaml.test(file) ? yamlEntries : scriptEntries)(file, models))) {
        if (entry.kind === "model" && !keepServed) served.add(path.dirname(file));
        yield entry;
      }
    }
    const folders = new Set(files.filter(isConfig).map((file) => path.dirname(file)));
    for (const file of files.filter((name) => !yaml.test(name) && !script.test(name))) {
      if (lines.test(file)) yield* readLines(createReadStream(file) as AsyncIterable<Uint8Array>, file);
      else if (file === place || (isConfig(file) ? !served.has(path.dirname(file)) : !folders.has(path.dirname(file)))) {
        yield* await attempt(file, async () => [jsonEntry(await readJsonFile(file), file)]);
      }
    }
  }
}

function isConfig(file: string): boolean {
  return path.basename(file) === "config.json";
}

async function listFiles(place: string): Promise<readonly string[]> {
  try {
    if (!(await stat(place)).isDirectory()) return [place];
    const names = await readdir(place, { recursive: true });
    const isMeant = (name: string) => /\.(?:json|ndjson|jsonl|ya?ml|sh)$/.test(name) && !name.split(path.sep).some((part) => part.startsWith(".") || part === "node_modules");
    return names.filter(isMeant).sort().map((name) => path.join(place, name));
  } catch (error) {
    throw new FettleError([explainFileError(error, place)]);
  }
}

async function attempt(file: string, read: () => Promise<readonly FleetEntry[]>): Promise<readonly FleetEntry[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return [unread(error.diagnostics.map((entry) => ({ ...entry, file: entry.file ?? file })))];
  }
}
