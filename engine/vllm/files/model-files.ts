import type { ModelFiles } from "../../serving/model-files.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";

const encoderFiles = ["bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet"].map(
  (name) => `sentence_${name}_config.json`,
);

/** Files that are read if they exist; `modules.json` refers to one more. */
export const filesBesideConfig: readonly string[] = [
  "hf_quant_config.json",
  "modules.json",
  "tokenizer_config.json",
  ...encoderFiles,
];

const sequencePooling = new Set(["CLS", "LAST", "MEAN"]);
const tokenPooling = new Set(["ALL", "STEP"]);

/** Whether a kind of pooling keeps a vector for each token. */
export const isTokenPooling = (kind: string): boolean => tokenPooling.has(kind);

/** Adds the quantization of a ModelOpt checkpoint, which may be in a separate file. */
export function withQuantization(config: JsonObject, { contents }: ModelFiles): JsonObject {
  const stated = contents["hf_quant_config.json"];
  return (config["quantization_config"] ?? null) === null && isObject(stated)
    ? { ...config, quantization_config: stated }
    : config;
}

/** The file with the pooling configuration of Sentence Transformers; null if there is none. */
export function poolingFile({ contents }: Pick<ModelFiles, "contents">): string | null {
  const path = findModule(contents, /(^|\.)models\.Pooling$|\.modules\.pooling\.Pooling$/)?.["path"];
  return typeof path === "string" ? `${path}/config.json` : null;
}

/** The pooler configuration of Sentence Transformers, in vLLM's fields; null if there is none. */
export function statedPooling(files: ModelFiles): JsonObject | null {
  const path = poolingFile(files);
  if (path === null) return null;
  const stated = files.contents[path];
  const normalizes = findModule(files.contents, /(^|\.)models\.Normalize$|\.modules\.normalize\.Normalize$/) !== null;
  const found: Record<string, Json> = { use_activation: normalizes };
  for (const [key, value] of Object.entries(isObject(stated) ? stated : {})) {
    const name = key === "pooling_mode" && typeof value === "string" ? value : value === true ? key : null;
    if (name === null) continue;
    const kind = poolingKind(name);
    if (sequencePooling.has(kind)) found["seq_pooling_type"] = kind;
    else if (tokenPooling.has(kind)) found["tok_pooling_type"] = kind;
  }
  return found;
}

/** The maximum text length in tokens that Sentence Transformers states; null if there is none. */
export function statedTextLength({ contents }: ModelFiles): number | null {
  const file = encoderFiles
    .map((name) => contents[name])
    .find((value) => isObject(value) && Object.keys(value).length > 0);
  const length = isObject(file) ? file["max_seq_length"] : null;
  return typeof length === "number" ? length : null;
}

/** The maximum text length in tokens that the tokenizer states; null if there is none. */
export function tokenizerLength({ contents }: ModelFiles): number | null {
  const file = contents["tokenizer_config.json"];
  const length = isObject(file) ? file["model_max_length"] : null;
  return typeof length === "number" ? length : null;
}

function poolingKind(name: string): string {
  const plain = name.replace("pooling_mode_", "");
  const [first = plain] = plain.split("_");
  return (first.includes("lasttoken") ? "last" : first).toUpperCase();
}

function findModule(contents: ModelFiles["contents"], type: RegExp): JsonObject | null {
  const modules = contents["modules.json"];
  if (!Array.isArray(modules)) return null;
  const found = (modules as readonly Json[]).find(
    (entry) => isObject(entry) && typeof entry["type"] === "string" && type.test(entry["type"]),
  );
  return isObject(found) ? found : null;
}
