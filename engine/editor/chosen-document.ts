import { documentFromJson } from "../common/aliases.js";
import { FettleError } from "../common/diagnostic.js";
import { isObject, type JsonObject } from "../common/json.js";
import { documentChecker } from "../compiler/check-document.js";
import { readJsonFile } from "../workspace/read-input.js";
import { isModelConfig } from "../serving/model-files.js";
import type { Serving } from "./session.js";

/**
 * Reads the config document in a file, or builds one from a model's config.json without flags.
 *
 * @throws FettleError if the file cannot be read or contains neither.
 */
export async function readChosenDocument(file: string, { release }: Serving): Promise<JsonObject> {
  const source = await readJsonFile(file);
  if (isObject(source.value) && isModelConfig(source.value, release.adapter))
    return release.build({ hfConfig: source.value, model: file, args: [] }).document;
  const errors = documentChecker(release.adapter)
    .checkDocument(source)
    .filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new FettleError(errors);
  return documentFromJson(source.value as JsonObject, release.adapter.alias);
}
