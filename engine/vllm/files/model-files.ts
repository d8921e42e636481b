import { isObject, type Json, type JsonObject } from "../../common/json.js";

/** What stands beside config.json in a model's folder, as far as vLLM looks at it. */
export interface ModelFiles {
  /** Names of the files in the folder itself. */
  readonly names: readonly string[];
  /** Contents of those that are read, by their path in the folder. */
  readonly contents: Readonly<Record<string, Json>>;
}

const encoderFiles = ["bert", "roberta", "distilbert", "camembert", "albert", "xlm-roberta", "xlnet"].map(
  (name) => `sentence_${name}_config.json`,
);

/** Files that are read where they are there; `modules.json` leads to one more. */
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

/** Checkpoints of ModelOpt may say in a file of its own how they are quantized. */
export function withQuantization(config: JsonObject, { contents }: ModelFiles): JsonObject {
  const stated = contents["hf_quant_config.json"];
  return (config["quantization_config"] ?? null) === null && isObject(stated)
    ? { ...config, quantization_config: stated }
    : config;
}

/** The file in which Sentence Transformers says how a model pools; null where there is none. */
export function poolingFile({ contents }: Pick<ModelFiles, "contents">): string | null {
  const path = findModule(contents, /(^|\.)models\.Pooling$|\.modules\.pooling\.Pooling$/)?.["path"];
  return typeof path === "string" ? `${path}/config.json` : null;
}

/** What Sentence Transformers says of a model's pooler, in vLLM's fields; null where it says nothing. */
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

/** The longest text in tokens that Sentence Transformers states; null where it states none. */
export function statedTextLength({ contents }: ModelFiles): number | null {
  const file = encoderFiles
    .map((name) => contents[name])
    .find((value) => isObject(value) && Object.keys(value).length > 0);
  const length = isObject(file) ? file["max_seq_length"] : null;
  return typeof length === "number" ? length : null;
}

/** The longest text in tokens that the tokenizer states; null where it states none. */
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
  const found = (modules as readonly Json[]).find((entry) => isObject(entry) && type.test(String(entry["type"])));
  return isObject(found) ? found : null;
}
