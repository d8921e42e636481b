import type { JsonSource } from "../../common/read-json.js";
import { openWithin } from "../../workspace/read-file.js";
import { parseConfig, readTextFile, readTextWithin } from "../../workspace/read-input.js";

/** What may be read for one place of a fleet. */
export interface FleetFolders {
  /** The file or folder that the user named: what it is, is for the user to say. */
  readonly place: string;
  /** Where models lie by their ids. */
  readonly models: readonly string[];
  /** The real folders in which files that are found have to lie. */
  readonly roots: readonly string[];
}

/** @throws FettleError */
export async function readFleetText(file: string, { place, roots }: FleetFolders): Promise<string> {
  return file === place ? readTextFile(file) : readTextWithin(file, roots);
}

/** A document or a model's config.json. @throws FettleError */
export async function readFleetJson(file: string, folders: FleetFolders): Promise<JsonSource> {
  return parseConfig(await readFleetText(file, folders), file);
}

/** What a stream of a file starts from. @throws FettleError */
export function openFleetFile(file: string, { place, roots }: FleetFolders): { readonly fd?: number } {
  return file === place ? {} : { fd: openWithin(file, roots) };
}
