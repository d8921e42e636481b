import { closeSync, openSync } from "node:fs";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { JsonSource, ReadJson } from "../common/read-json.js";
import { decodeUtf8 } from "../packs/decode-utf8.js";
import { explainFileError } from "./explain-file-error.js";
import { readBounded, readFileWithin } from "./read-file.js";

/** Standard input as bytes. */
export interface Input {
  readonly input: AsyncIterable<Uint8Array>;
}

/** Maximum length of a JavaScript string. */
export const largestText = 512 * 1024 * 1024 - 25;

/**
 * Reads the text of a file, device or pipe that the user named. @throws FettleError with the reason if it cannot be
 * read.
 */
export async function readTextFile(file: string): Promise<string> {
  try {
    const handle = openSync(file, "r");
    try {
      const bytes = readBounded(handle, largestText);
      if (bytes === null) throw new FettleError([tooLarge(file)]);
      return decode(bytes, file);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    if (error instanceof FettleError) throw error;
    throw new FettleError([explainFileError(error, file)]);
  }
}

/** Reads the text of a regular file that really lies below one of these folders. @throws FettleError */
export async function readTextWithin(file: string, roots: readonly string[], limit = largestText): Promise<string> {
  return decode(readFileWithin(file, roots, limit), file);
}

/** Reads a regular JSON file that really lies below one of these folders. @throws FettleError */
export async function readJsonWithin(file: string, roots: readonly string[], limit?: number): Promise<JsonSource> {
  return parseText(await readTextWithin(file, roots, limit), file);
}

/** Reads a JSON file with positions. @throws FettleError */
export async function readJsonFile(file: string): Promise<JsonSource> {
  return parseText(await readTextFile(file), file);
}

/** Reads the text of a file, or of standard input for `-`. @throws FettleError */
export async function readText(file: string, streams: Input): Promise<string> {
  return file === "-" ? readTextInput(streams) : readTextFile(file);
}

/** Reads a JSON file, or standard input for `-`. @throws FettleError */
export async function readJsonInput(file: string, streams: Input): Promise<JsonSource> {
  return parseText(await readText(file, streams), nameOf(file));
}

export const standardInput = "standard input";

/** The name of a file in findings. */
export function nameOf(file: string): string {
  return file === "-" ? standardInput : file;
}

/** Reads the text of standard input. @throws FettleError with the reason if it cannot be read. */
export async function readTextInput(streams: Input): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of streams.input) {
    chunks.push(chunk);
    if ((size += chunk.length) > largestText) throw new FettleError([tooLarge(standardInput)]);
  }
  return decode(Buffer.concat(chunks), standardInput);
}

/** @throws FettleError if the text is not JSON */
export async function parseText(text: string, file: string): Promise<JsonSource> {
  const { readJson } = await import("../common/read-json.js");
  return sourceOf(readJson(text, file));
}

/** Parses a model's config.json, which Python wrote. @throws FettleError */
export async function parseConfig(text: string, file: string): Promise<JsonSource> {
  const { readPythonJson } = await import("../common/python-json.js");
  return sourceOf(readPythonJson(text, file));
}

function sourceOf(read: ReadJson): JsonSource {
  if (!read.ok) throw new FettleError(read.diagnostics);
  return read.source;
}

function decode(bytes: Buffer, file: string): string {
  return decodeUtf8(
    bytes,
    file,
    "save it as UTF-8; if it is a binary file such as weights, name the model's config.json",
  );
}

function tooLarge(file: string): Diagnostic {
  const hint = "split it (the limit is 512 MB), or pass many documents, one per line, with `fettle apply --ndjson`";
  return diagnostic("file-too-large", `\`${file}\` is too large to read`, { file, hint });
}
