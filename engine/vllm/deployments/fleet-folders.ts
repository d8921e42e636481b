import type { JsonSource } from "../../common/read-json.js";
import { openWithin } from "../../workspace/read-file.js";
import { parseConfig, readTextFile, readTextWithin } from "../../workspace/read-input.js";

/** What may be read for one place of a fleet. */
export interface FleetFolders {
  /** The file or folder that the user named; a symbolic link is followed. */
  readonly place: string;
  /** Folders that contain models by id. */
  readonly models: readonly string[];
  /** Resolved folders that must contain all discovered files. */
  readonly roots: readonly string[];
}

/** @throws FettleError if the file cannot be read or lies outside of the roots */
export async function readFleetText(file: string, { place, roots }: FleetFolders): Promise<string> {
  return file === place ? readTextFile(file) : readTextWithin(file, roots);
}

/** Reads a document. @throws FettleError */
export async function readFleetJson(file: string, folders: FleetFolders): Promise<JsonSource> {
  return parseConfig(await readFleetText(file, folders), file);
}

/** Distinct texts of config.json that are remembered. */
const mostTexts = 1000;
const texts = new Map<string, JsonSource>();

/**
 * Reads a model's config.json. Deployments of one model share the parsed object, which nobody may modify, so that what
 * follows from it is derived once (see `startFromModel`). @throws FettleError
 */
export async function readFleetConfig(file: string, folders: FleetFolders): Promise<JsonSource> {
  const text = await readFleetText(file, folders);
  const source = texts.get(text) ?? (await parseConfig(text, file));
  if (texts.size < mostTexts) texts.set(text, source);
  return { ...source, file };
}

/** Opens a file for streaming. @throws FettleError */
export function openFleetFile(file: string, { place, roots }: FleetFolders): { readonly fd?: number } {
  return file === place ? {} : { fd: openWithin(file, roots) };
}
