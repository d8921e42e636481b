import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import path from "node:path";
import { isResult, undoChanges } from "../analysis/diff/undo-changes.js";
import { diagnostic, FettleError, type Diagnostic } from "../base/diagnostic.js";
import { isObject, type JsonObject } from "../base/json.js";
import { readJson, type JsonSource } from "../base/read-json.js";
import { buildDocument } from "../document/build-document.js";
import { loadServeFacts } from "../document/facts.js";
import { isModelConfig } from "../document/model-config.js";
import { readRecipe } from "../document/read-recipe.js";
import type { Word } from "../document/serve-tokens.js";
import type { Result } from "../generated/result.js";
import { explainFileError } from "../pack/explain-file-error.js";
import { checkDocument } from "../program/check-document.js";
import { readBlocks } from "./read-blocks.js";
import { readJsonFile, readTextFile } from "./read-input.js";

/** One deployment of a fleet, or why it could not be read. */
export type FleetEntry =
  | { readonly kind: "document"; readonly name: string; readonly document: JsonObject }
  | { readonly kind: "unread"; readonly findings: readonly Diagnostic[] };

const longestLine = 256 * 1024 * 1024;

/**
 * The config documents in files and folders: documents, a model's config.json, recipes beside one, results of an
 * evaluation (as the documents that they were before), and lines of these. Where a config.json lies, other JSON belongs
 * to the model and is passed over. @throws FettleError where a place does not exist
 */
export async function* readFleet(places: readonly string[]): AsyncGenerator<FleetEntry> {
  for (const place of places) {
    const files = await listFiles(place);
    const models = new Set(files.filter((file) => path.basename(file) === "config.json").map((file) => path.dirname(file)));
    for (const file of files) {
      if (/\.(?:ndjson|jsonl)$/.test(file)) yield* readLines(file);
      else if (/\.ya?ml$/.test(file)) yield await attempt(file, () => ofRecipe(file, models.has(path.dirname(file))));
      else if (file === place || path.basename(file) === "config.json" || !models.has(path.dirname(file))) yield await attempt(file, async () => ofJson(await readJsonFile(file), file));
    }
  }
}

async function listFiles(place: string): Promise<readonly string[]> {
  try {
    if (!(await stat(place)).isDirectory()) return [place];
    const names = await readdir(place, { recursive: true });
    const isMeant = (name: string) => /\.(?:json|ndjson|jsonl|ya?ml)$/.test(name) && !name.split(path.sep).some((part) => part.startsWith(".") || part === "node_modules");
    return names.filter(isMeant).sort().map((name) => path.join(place, name));
  } catch (error) {
    throw new FettleError([explainFileError(error, place)]);
  }
}

async function attempt(file: string, read: () => Promise<FleetEntry>): Promise<FleetEntry> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof FettleError)) throw error;
    return unread(error.diagnostics.map((entry) => ({ ...entry, file: entry.file ?? file })));
  }
}

async function* readLines(file: string): AsyncGenerator<FleetEntry> {
  let number = 1;
  for await (const block of readBlocks(createReadStream(file) as AsyncIterable<Uint8Array>, longestLine)) {
    if (block === null) {
      yield unread([diagnostic("file-too-large", "longer than 256 MB", { file, line: number++ })]);
      continue;
    }
    const text = block.toString("utf8");
    for (const line of (text.endsWith("\n") ? text.slice(0, -1) : text).split("\n")) {
      const at = number++;
      if (line.trim() === "") continue;
      const read = readJson(line, file);
      if (read.ok) yield ofJson(read.source, `${file}:${at}`);
      else yield unread(read.diagnostics.map((entry) => ({ ...entry, line: at })));
    }
  }
}

/** What a JSON value is, and the document that it stands for. */
function ofJson({ value, file }: JsonSource, name: string): FleetEntry {
  if (!isObject(value)) return unread([diagnostic("not-an-object", "a document of the fleet is an object", { file })]);
  if (isResult(value)) {
    const document = undoChanges(value as unknown as Result);
    return document === null ? unread([diagnostic("document-type", "a failed result does not hold its document", { file, severity: "warning" })]) : checked(document, name);
  }
  if (isObject(value["model_config"])) return checked(value, name);
  if (isModelConfig(value)) return built(value, modelName(value, name), [], name);
  const hint = "expected a config document with `model_config`, a model's config.json, or a result of `fettle apply --format json`";
  return unread([diagnostic("document-type", "this is no config document", { file, hint })]);
}

function modelName(value: JsonObject, file: string): string {
  const stated = value["_name_or_path"];
  return typeof stated === "string" && stated !== "" ? stated : path.dirname(file);
}

async function ofRecipe(file: string, hasModel: boolean): Promise<FleetEntry> {
  if (!hasModel) {
    const hint = "put the config.json of its model beside it";
    return unread([diagnostic("bad-recipe", "a recipe needs its model's config.json", { file, hint })]);
  }
  const recipe = readRecipe(await readTextFile(file), {}, file);
  const errors = recipe.diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length > 0) return unread(errors);
  const { value } = await readJsonFile(path.join(path.dirname(file), "config.json"));
  return built(value as JsonObject, recipe.model ?? path.dirname(file), recipe.words, file);
}

function built(hfConfig: JsonObject, model: string, args: readonly Word[], name: string): FleetEntry {
  const { document, diagnostics } = buildDocument({ hfConfig, model, args, facts: loadServeFacts() });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  return errors.length > 0 ? unread(errors.map((entry) => ({ ...entry, file: name }))) : checked(document, name);
}

/** Wrong types and values would fail in both versions alike, and say nothing. */
function checked(document: JsonObject, name: string): FleetEntry {
  const errors = checkDocument({ file: name, value: document, locate: () => null }).filter(({ severity }) => severity === "error");
  return errors.length > 0 ? unread(errors) : { kind: "document", name, document };
}

function unread(findings: readonly Diagnostic[]): FleetEntry {
  return { kind: "unread", findings };
}
