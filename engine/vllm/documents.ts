import * as aliases from "../common/aliases.js";
import type { JsonObject } from "../common/json.js";
import { documentChecker } from "../compiler/check-document.js";
import { vllm } from "./adapter/vllm.js";

/** Checks of vLLM's config documents. */
export const { checkDocument, documentError, fitsSchema } = documentChecker(vllm);

/**
 * Resolves `$same` in a parsed document of vLLM: `hf_text_config` becomes the object that it names. Returns the
 * argument itself if there is none, and never modifies it.
 *
 * @throws FettleError if `$same` does not refer to an object of the document.
 */
export function documentFromJson(json: JsonObject): JsonObject {
  return aliases.documentFromJson(json, vllm.alias);
}

/**
 * Converts a document of vLLM to a form that JSON can represent: `$same` replaces `hf_text_config` if it is `hf_config`
 * or a part of it. Returns the same document if it is a separate object.
 *
 * @throws FettleError if `hf_text_config` has a key `$same` of its own, which would be read as a reference.
 */
export function documentToJson(document: JsonObject): JsonObject {
  return aliases.documentToJson(document, vllm.alias);
}
