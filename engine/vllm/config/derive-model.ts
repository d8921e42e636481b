import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { fromRecord } from "../../common/must.js";
import { isTokenPooling, statedPooling, statedTextLength, tokenizerLength } from "../files/model-files.js";
import type { ModelFiles } from "../../serving/model-files.js";
import { chooseWrapper } from "../files/choose-wrapper.js";
import { checkModelType } from "../files/check-model-type.js";
import { chooseArchitecture, type Choice } from "../files/choose-architecture.js";
import type { ServeFacts } from "../facts.js";
import { usual } from "../architecture-facts.js";
import { findTextConfig, renameTextConfig } from "../files/find-text-config.js";
import { applyOverrides } from "../files/hf-overrides.js";
import { deriveMaxModelLen, type LengthsBeside, type MaxModelLen } from "./max-model-len.js";
import { deriveDtype, type Dtype } from "./model-dtype.js";
import type { Origin } from "../../serving/origin.js";
import { addClassDefaults } from "../files/class-defaults.js";
import { readByClass } from "../files/read-class.js";
import { addUsualNames } from "../files/renamed-keys.js";
import { unifyRope } from "../files/rope.js";

/** Flags that concern the model; null if unset. */
export interface ModelFlags {
  readonly runner: string;
  readonly convert: string;
  readonly dtype: string;
  readonly dtypeOrigin: Origin | null;
  readonly maxModelLen: number | null;
  readonly maxModelLenOrigin: Origin | null;
  /** Whether the environment allows sequences longer than the model's limit. */
  readonly allowsLong: boolean;
  readonly disableSlidingWindow: boolean;
  readonly hfOverrides: JsonObject | null;
  readonly implementation: string;
  /** Whether code from the checkpoint may run. */
  readonly trustsCode: boolean;
  readonly poolerConfig: JsonObject | null;
}

/** Values derived from config.json, the flags, and the release catalog's entry for the architecture. */
export interface DerivedModel extends Choice {
  /** A copy of config.json with the overrides applied. */
  readonly hfConfig: JsonObject;
  /** The text part: `hfConfig` itself, or the identical object nested in it. */
  readonly textConfig: JsonObject;
  readonly textPath: readonly string[];
  /** Dotted paths inside `hfConfig` that overrides set. */
  readonly overridden: readonly string[];
  readonly architectures: readonly string[];
  readonly isHybrid: boolean;
  readonly isEncoderDecoder: boolean;
  readonly isMoe: boolean;
  /** The pooler's settings; null if the model does not pool. */
  readonly pooler: JsonObject | null;
  readonly attentionType: string;
  /** Whether its sliding window is 0, which a release reads as none. */
  readonly hasWindowOfZero: boolean;
  readonly maxModelLen: MaxModelLen;
  readonly dtype: Dtype;
}

export function deriveModel(
  config: JsonObject,
  flags: ModelFlags,
  facts: ServeFacts,
  files: ModelFiles | null = null,
): DerivedModel {
  const hfConfig = structuredClone(config) as Record<string, Json>;
  const overridden = readConfig(hfConfig, flags.hfOverrides ?? {}, facts);
  const text = findTextConfig(hfConfig);
  chooseWrapper(hfConfig, files?.names ?? [], facts);
  const [architectures, found] = readArchitectures(hfConfig);
  const isMoe = countExperts(text.value, facts) > 0;
  const chosen = chooseArchitecture(architectures, flags.runner, flags.convert, facts, {
    hasTextPart: text.path.length > 0,
    isMoe,
    isBorrowed: flags.implementation === "transformers",
    statesPooling: files !== null && statedPooling(files) !== null,
  });
  const choice = chosen.facts === usual && text.path.length > 0 ? { ...chosen, facts: unknownMultimodal } : chosen;
  const layers = hfConfig["layer_types"];
  const isAttention = (layer: Json) =>
    facts.behaviors.has("full-attention-is-attention")
      ? layer === "attention" || layer === "full_attention"
      : layer === "attention" && !facts.modelTypes.renamesLayers;
  const isAllAttention = Array.isArray(layers) && layers.every(isAttention);
  const isHybrid = choice.facts.hybrid && !isAllAttention;
  const isEncoderDecoder = hfConfig["is_encoder_decoder"] === true || text.value["is_encoder_decoder"] === true;
  const pooler = derivePooler(choice, flags.poolerConfig, files);
  const maxModelLen = deriveMaxModelLen(
    text.value,
    flags.maxModelLen,
    flags.maxModelLenOrigin,
    flags.disableSlidingWindow,
    facts.behaviors.has("yarn-is-scaled-already"),
    flags.allowsLong,
    limitsBeside(hfConfig, choice.runner, files),
  );
  const hasWindowOfZero = text.value["sliding_window"] === 0 && facts.behaviors.has("window-of-0-is-off");
  if ((hasWindowOfZero || flags.disableSlidingWindow) && "sliding_window" in text.value)
    (text.value as Record<string, Json>)["sliding_window"] = null;
  return {
    ...choice,
    hasWindowOfZero,
    diagnostics: [
      ...found,
      ...checkModelType(config, flags.hfOverrides ?? {}, flags.trustsCode, facts.modelTypes),
      ...speculators(hfConfig),
      ...text.diagnostics,
      ...choice.diagnostics,
      ...maxModelLen.diagnostics,
    ],
    hfConfig,
    textConfig: text.value,
    textPath: text.path,
    overridden,
    architectures,
    isHybrid,
    isEncoderDecoder,
    isMoe,
    pooler,
    attentionType:
      pooler !== null ? poolingAttention(choice, hfConfig) : generatingAttention(choice, isHybrid, isEncoderDecoder),
    maxModelLen,
    dtype: deriveDtype(hfConfig, flags.dtype, flags.dtypeOrigin, choice.runner === "pooling"),
  };
}

/** vLLM's assumption for a class known only to transformers with a text part of its own. */
const unknownMultimodal = Object.freeze({ ...usual, multimodal: true });

/** A draft model in the speculators format loads the model that it drafts for. */
function speculators(config: JsonObject): readonly Diagnostic[] {
  const settings = config["speculators_config"];
  if (!isObject(settings)) return [];
  const verifier = isObject(settings["verifier"]) ? settings["verifier"]["name_or_path"] : undefined;
  const message = "config.json is for a draft model in the speculators format";
  const hint = `pass the config.json of ${typeof verifier === "string" ? `\`${verifier}\`` : "the model that it drafts for"}, which vLLM serves with it`;
  return [diagnostic("bad-model-config", message, { severity: "warning", path: "/speculators_config", hint })];
}

/**
 * Reads config.json as its class does. As in vLLM, plain overrides are applied before rotary parameters are unified,
 * nested ones after. Modifies `config`, which the caller owns.
 */
export function readConfig(
  config: Record<string, Json>,
  overrides: JsonObject,
  { renamedKeys, modelTypes, classDefaults }: ServeFacts,
): readonly string[] {
  const entries = Object.entries(overrides);
  renameTextConfig(config);
  for (const part of new Set([config, findTextConfig(config).value as Record<string, Json>])) {
    addClassDefaults(part, classDefaults, renamedKeys);
    readByClass(part, modelTypes.transformers);
  }
  const plain = applyOverrides(config, Object.fromEntries(entries.filter(([, value]) => !isObject(value))));
  const text = findTextConfig(config).value;
  unifyRope(config);
  if (text !== config) unifyRope(text as Record<string, Json>);
  const nested = applyOverrides(config, Object.fromEntries(entries.filter(([, value]) => isObject(value))));
  for (const part of new Set([config, text as Record<string, Json>])) addUsualNames(part, renamedKeys);
  return [...plain, ...nested];
}

export function readArchitectures(config: JsonObject): readonly [readonly string[], readonly Diagnostic[]] {
  const found = config["architectures"];
  if (found === undefined || found === null) return [[], []];
  if (Array.isArray(found) && found.every((name) => typeof name === "string")) return [found as string[], []];
  const hint = 'expected a list of names, such as ["LlamaForCausalLM"]';
  return [
    [],
    [diagnostic("bad-model-config", "`architectures` is not a list of names", { path: "/architectures", hint })],
  ];
}

function derivePooler(choice: Choice, given: JsonObject | null, files: ModelFiles | null): JsonObject | null {
  if (choice.runner !== "pooling") return given === null ? null : { ...given, ...poolingOf(given["pooling_type"]) };
  const stated = files === null ? null : statedPooling(files);
  const usually = { seq_pooling_type: choice.facts.sequencePooling, tok_pooling_type: choice.facts.tokenPooling };
  const set = Object.entries(given ?? {}).filter(([, value]) => value !== null);
  return { ...given, ...usually, ...stated, ...Object.fromEntries(set), ...poolingOf(given?.["pooling_type"]) };
}

/** The field that `pooling_type`, which stands for either of two, sets. */
function poolingOf(type: Json | undefined): JsonObject {
  if (typeof type !== "string") return {};
  return isTokenPooling(type) ? { tok_pooling_type: type } : { seq_pooling_type: type };
}

/** Sequence lengths stated in files beside config.json. */
function limitsBeside(config: JsonObject, runner: string, files: ModelFiles | null): LengthsBeside {
  const asks = runner === "pooling" && config["position_embedding_type"] === "absolute";
  return {
    tokenizer: asks && files !== null ? tokenizerLength(files) : null,
    text: files === null ? null : statedTextLength(files),
  };
}

function poolingAttention(choice: Choice, config: JsonObject): string {
  const { bidirectional, sequencePooling, attentionType } = choice.facts;
  if (sequencePooling === "CLS") return "encoder_only";
  const isMadeBidirectional = typeof bidirectional === "string" ? config[bidirectional] === true : bidirectional;
  const isCausal = !isMadeBidirectional && ("is_causal" in config ? Boolean(config["is_causal"]) : true);
  return isCausal ? attentionType : "encoder_only";
}

function generatingAttention(choice: Choice, isHybrid: boolean, isEncoderDecoder: boolean): string {
  if (isHybrid) return "hybrid";
  if (choice.facts.attentionFree) return "attention_free";
  return isEncoderDecoder ? "encoder_decoder" : "decoder";
}

function countExperts(text: JsonObject, { usualExperts }: ServeFacts): number {
  const key = ["num_experts", "moe_num_experts", "n_routed_experts", "num_local_experts"].find((name) => name in text);
  const type = text["model_type"];
  const usualCount = typeof type === "string" && Object.hasOwn(usualExperts, type) ? fromRecord(usualExperts, type) : 0;
  const stated = key === undefined ? usualCount : text[key];
  const count = Array.isArray(stated) ? stated[0] : stated;
  if (typeof count === "number" && count > 0) return count;
  const blocks = text["block_configs"];
  const counts = (Array.isArray(blocks) ? blocks : [])
    .filter(isObject)
    .filter((block) => block["block_type"] === "moe");
  return Math.max(
    0,
    ...counts.map((block) => (typeof block["n_routed_experts"] === "number" ? block["n_routed_experts"] : 0)),
  );
}
