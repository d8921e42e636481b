import { FettleError } from "../common/diagnostic.js";
import { isObject, type JsonObject } from "../common/json.js";
import { checkDocument, documentFromJson } from "../vllm/documents.js";
import { buildDocument } from "../vllm/config/build-document.js";
import { loadServeFacts } from "../vllm/facts.js";
import { isModelConfig } from "../vllm/files/model-config.js";
import { readJsonFile } from "../workspace/read-input.js";

/**
 * Reads the config document in a file, or builds one from a model's config.json without flags.
 *
 * @throws FettleError if the file cannot be read or contains neither.
 */
export async function readChosenDocument(file: string, version: string): Promise<JsonObject> {
  const source = await readJsonFile(file);
  if (isObject(source.value) && isModelConfig(source.value)) {
    const facts = loadServeFacts(version);
    return buildDocument({ hfConfig: source.value, model: file, args: [], facts }).document;
  }
  const errors = checkDocument(source).filter(({ severity }) => severity === "error");
  if (errors.length > 0) throw new FettleError(errors);
  return documentFromJson(source.value as JsonObject);
}
