import type { DraftModels, ModelFiles } from "../../serving/model-files.js";
import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { readArchitectures, readConfig } from "./derive-model.js";
import { setField, type Draft } from "./draft.js";
import type { ServeFacts } from "../facts.js";
import { checkModelType } from "../files/check-model-type.js";
import { findTextConfig } from "../files/find-text-config.js";
import { statedTextLength, withQuantization } from "../files/model-files.js";
import { deriveMaxModelLen, longestOf } from "./max-model-len.js";
import { statedQuantization } from "./model-dtype.js";
import type { Origin } from "../../serving/origin.js";

/** The model that the draft serves. */
export interface Target {
  readonly name: string | null;
  /** Its config.json, without overrides: they do not apply to a draft. */
  readonly config: JsonObject;
  readonly files: ModelFiles | null;
  readonly maxModelLen: number;
  readonly trustsCode: boolean;
}

/** Methods whose draft may be part of the model's own checkpoint. */
const isOwnMethod = (method: string): boolean => method === "dspark" || method.endsWith("mtp");

/** Methods that have no draft model. */
const withoutDraft = new Set(["ngram", "[ngram]", "ngram_gpu", "suffix", "extract_hidden_states", "custom_class"]);

/** The name of the draft model that a speculative configuration requires; null if it requires none. */
function draftModelName(speculation: Json | undefined, modelName: string | null): string | null {
  if (!isObject(speculation)) return null;
  const { method, model } = speculation;
  if (typeof method === "string" && withoutDraft.has(method)) return null;
  if (typeof model === "string") return withoutDraft.has(model) ? null : model;
  return typeof method === "string" && isOwnMethod(method) ? modelName : null;
}

/** The name of a document's draft model whose files are unknown; null if there is none. */
export function missingDraftModel(document: JsonObject): string | null {
  const [speculation, model] = [document["speculative_config"], document["model_config"]];
  if (!isObject(speculation) || isObject(speculation["draft_model_config"])) return null;
  const name = isObject(model) ? model["model"] : null;
  return draftModelName(speculation, typeof name === "string" ? name : null);
}

/**
 * Writes what a draft model's files state. Rules derive the method, the number of tokens and the lengths from it. The
 * section stays null if the files are unknown.
 */
export function describeDraftModel(
  draft: Draft,
  target: Target,
  drafts: DraftModels,
  facts: ServeFacts,
): readonly Diagnostic[] {
  const speculation = draft.document["speculative_config"];
  const name = draftModelName(speculation, target.name);
  if (name === null || !isObject(speculation)) return [];
  const isOwn = name === target.name;
  const files = isOwn ? target.files : Object.hasOwn(drafts, name) ? drafts[name] : undefined;
  const read = isOwn ? target.config : files?.contents["config.json"];
  if (!isObject(read)) return [];
  const stated = files == null ? read : withQuantization(read, files);
  const config = structuredClone(stated) as Record<string, Json>;
  addDraftDefaults(config);
  readConfig(config, {}, facts);
  const text = findTextConfig(config).value;
  const [architectures] = readArchitectures(config);
  const origin: Origin = { kind: "hf-config", text: `config.json of ${isOwn ? "the model" : name}` };
  const section: JsonObject = {
    model: name,
    hf_config: config,
    architectures,
    quantization: speculation["quantization"] ?? statedQuantization(config),
    max_model_len: draftLength(text, target, facts, files ?? null),
  };
  setField(draft, "speculative_config.draft_model_config", section, origin);
  if (isOwn) return [];
  const found = [...checkModelType(stated, {}, target.trustsCode, facts.modelTypes), ...checkClasses(config, facts)];
  return found.map((entry) => about(name, entry));
}

/** Reports a draft whose model class vLLM lacks. */
function checkClasses(config: JsonObject, { architectures, transformersClasses, target }: ServeFacts): Diagnostic[] {
  const [names] = readArchitectures(config);
  const [first] = names;
  if (first === undefined || names.some((name) => architectures.has(name) || transformersClasses.has(name))) return [];
  const hint = "use a release that has it: vLLM refuses to start otherwise";
  const message = `vLLM ${target} has no model class \`${first}\``;
  return [diagnostic("start-refused", message, { severity: "warning", hint, architecture: first })];
}

/** The draft's own maximum length; the target's if its config.json states none. */
function draftLength(text: JsonObject, target: Target, { behaviors }: ServeFacts, files: ModelFiles | null): number {
  if (longestOf(text, false) === null) return target.maxModelLen;
  const beside = { tokenizer: null, text: files === null ? null : statedTextLength(files) };
  return deriveMaxModelLen(text, null, null, false, behaviors.has("yarn-is-scaled-already"), false, beside).value;
}

function about(name: string, found: Diagnostic): Diagnostic {
  const { code, severity, message, hint } = found;
  return diagnostic(code, `draft model \`${name}\`: ${message}`, { severity, hint });
}

/** Values that vLLM's own classes of draft models take where config.json does not state them. */
const defaults: Readonly<Record<string, Readonly<Record<string, Json>>>> = {
  medusa: { architectures: ["MedusaModel"], vocab_size: 32001, max_seq_len: 2 ** 20, num_attention_heads: 0 },
  mlp_speculator: { vocab_size: 32000, n_predict: 3 },
};

/** Adds the defaults of a draft model's class. Modifies `config`, which the caller owns. */
function addDraftDefaults(config: Record<string, Json>): void {
  const type = config["model_type"];
  if (typeof type !== "string" || !Object.hasOwn(defaults, type)) return;
  for (const [key, value] of Object.entries(defaults[type] ?? {})) config[key] ??= structuredClone(value);
}
