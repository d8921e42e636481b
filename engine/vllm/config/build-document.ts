import { diagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { must } from "../../common/must.js";
import { pointer } from "../../common/path.js";
import { applySettings, originInside } from "../args/apply-settings.js";
import { checkGiven } from "../args/check-given.js";
import { completeDocument } from "./complete-document.js";
import { modelDefaults, type Device } from "../args/defaults.js";
import { deriveModel, type ModelFlags } from "./derive-model.js";
import { describeModel } from "./describe-model.js";
import { describeDraftModel, type DraftModels } from "./draft-model.js";
import { setField, startDraft, type Draft } from "./draft.js";
import { loadServeFacts, type ServeFacts } from "../facts.js";
import { describeTreeError, findTreeError } from "../../common/find-tree-error.js";
import { withQuantization, type ModelFiles } from "../files/model-files.js";
import type { GivenKind, Origin, OriginKind } from "./origin.js";
import {
  readServeArgs,
  type ConfigFile,
  type OtherFlag,
  type ServeArgs,
  type Setting,
} from "../args/read-serve-args.js";
import type { Word } from "../args/serve-tokens.js";

export interface BuildOptions {
  /** The checkpoint's config.json; never modified. */
  readonly hfConfig: JsonObject;
  /** Model id or folder; if empty, the arguments must name it. */
  readonly model: string;
  /** The arguments after `vllm serve`; those of a recipe have its `kind`. */
  readonly args: readonly (string | Word)[];
  /** Default kind of the arguments: a command line unless stated. */
  readonly kind?: GivenKind;
  /** Reads the file of `--config`; see `configFileReader` in `read-config-file.ts`. */
  readonly readConfigFile?: (path: string) => ConfigFile;
  /** The device that some defaults depend on; null or omitted if unknown. */
  readonly device?: Device | null;
  /** Known values of `environment`, with the arguments that set them. */
  readonly environment?: readonly EnvironmentValue[];
  /** The other files of the model's folder; null or omitted if unknown. */
  readonly files?: ModelFiles | null;
  /** The files of draft models, by the name that `--speculative-config` states. */
  readonly drafts?: DraftModels;
  /** The release catalog to use; defaults to the one shipped with the package. */
  readonly facts?: ServeFacts;
}

/** A value of `environment`, and the arguments that set it. */
export interface EnvironmentValue {
  /** The field; a variable is `variables.NAME`. */
  readonly field: string;
  readonly value: Json;
  readonly text: string;
  /** A flag if omitted. */
  readonly kind?: OriginKind;
}

export interface BuiltDocument {
  /** The config document before any handler of a model family runs. */
  readonly document: JsonObject;
  /** Origin of each value, by dotted path; a value inside a section may have its section's. */
  readonly origins: Readonly<Record<string, Origin>>;
  /** Flags without a field, and flags without effect. */
  readonly otherFlags: readonly OtherFlag[];
  /** The user's settings, in command-line order. */
  readonly settings: readonly Setting[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Builds the config document that `vllm serve` would start from. Never throws for invalid input: problems are in
 * `diagnostics`, and the document is as complete as possible. As in vLLM, `hf_text_config` is the same object as
 * `hf_config` or the one nested in it.
 */
export function buildDocument(options: BuildOptions): BuiltDocument {
  const facts = options.facts ?? loadServeFacts();
  const args = readServeArgs(options.args, facts, pick(options));
  const config = checkConfig(options.hfConfig);
  const files = options.files ?? null;
  const hfConfig = files === null ? config.value : withQuantization(config.value, files);
  const model = deriveModel(hfConfig, modelFlags(args.settings, allowsLong(options)), facts, files);
  const draft = startDraft(facts.schema, facts.target);
  const name = nameOf(options, args);
  describeModel(draft, model, name, facts);
  for (const path of model.overridden) {
    const setting = must(
      args.settings.find((entry) => entry.flag.field === "model_config.hf_overrides"),
      "the item looked for",
    );
    draft.origins.set(`model_config.hf_config.${path}`, originInside(setting, path));
  }
  const applied = applySettings(draft, args.settings, facts);
  const given = new Map(args.settings.map((setting) => [setting.flag.field, setting.value]));
  for (const entry of modelDefaults(model, given, options.device ?? null, facts.behaviors, platformOf(options)))
    setField(draft, entry.path, entry.value, entry.origin);
  for (const { field, value, text, kind = "flag" } of options.environment ?? []) {
    if (field.startsWith("variables.")) openVariables(draft);
    setField(draft, `environment.${field}`, value, { kind, text });
  }
  if (files !== null) setField(draft, "environment.model_files", files.names, inFolder);
  completeDocument(draft, model, args.settings, facts);
  const ofTarget = { name: name?.value ?? null, config: config.value, files, maxModelLen: model.maxModelLen.value };
  const trustsCode = args.settings.some(({ flag, value }) => flag.field === trustField && value === true);
  const ofDraft = describeDraftModel(draft, { ...ofTarget, trustsCode }, options.drafts ?? {}, facts);
  return {
    document: draft.document,
    origins: Object.fromEntries(draft.origins),
    otherFlags: [...args.otherFlags, ...applied.otherFlags],
    settings: args.settings,
    diagnostics: [
      ...args.diagnostics,
      ...checkGiven(args),
      ...config.diagnostics,
      ...model.diagnostics,
      ...applied.diagnostics,
      ...ofDraft,
    ],
  };
}

const trustField = "model_config.trust_remote_code";
const inFolder: Origin = { kind: "derived", text: "what is in the model's folder" };

/** Whether an environment variable allows sequences longer than the model's limit. */
function allowsLong({ environment = [] }: BuildOptions): boolean {
  const text = environment.find(({ field }) => field === "variables.VLLM_ALLOW_LONG_MAX_MODEL_LEN")?.value;
  return typeof text === "string" && ["1", "true"].includes(text.toLowerCase());
}

function openVariables({ document }: Draft): void {
  const environment = document["environment"];
  if (isObject(environment)) (environment as Record<string, Json>)["variables"] ??= {};
}

function platformOf({ environment = [] }: BuildOptions): Json {
  return environment.find(({ field }) => field === "platform")?.value ?? null;
}

function pick(options: BuildOptions) {
  const { readConfigFile, kind } = options;
  return { ...(readConfigFile === undefined ? {} : { readConfigFile }), ...(kind === undefined ? {} : { kind }) };
}

function checkConfig(config: unknown): { readonly value: JsonObject; readonly diagnostics: readonly Diagnostic[] } {
  if (!isObject(config)) {
    const found = diagnostic("not-an-object", "config.json is not an object", {
      hint: "pass the config.json of a checkpoint",
    });
    return { value: {}, diagnostics: [found] };
  }
  const fault = findTreeError(config);
  if (fault === null) return { value: config, diagnostics: [] };
  const { message, hint } = describeTreeError(fault);
  return { value: {}, diagnostics: [diagnostic(fault.code, message, { path: pointer(fault.path), hint })] };
}

function nameOf(options: BuildOptions, args: ServeArgs): { readonly value: string; readonly origin: Origin } | null {
  if (options.model !== "")
    return { value: options.model, origin: { kind: options.kind ?? "flag", text: options.model } };
  return args.model;
}

/** Extracts the flags that concern the model. */
function modelFlags(settings: readonly Setting[], allowsLong: boolean): ModelFlags {
  const find = (field: string) => settings.find((setting) => setting.flag.field === field && setting.value !== null);
  const object = (field: string) => {
    const value: Json | undefined = find(field)?.value;
    return isObject(value) ? value : null;
  };
  return {
    runner: (find("model_config.runner")?.value ?? "auto") as string,
    implementation: (find("model_config.model_impl")?.value ?? "auto") as string,
    convert: (find("model_config.convert")?.value ?? "auto") as string,
    dtype: (find("model_config.dtype")?.value ?? "auto") as string,
    dtypeOrigin: find("model_config.dtype")?.origin ?? null,
    maxModelLen: (find("model_config.max_model_len")?.value ?? null) as number | null,
    maxModelLenOrigin: find("model_config.max_model_len")?.origin ?? null,
    allowsLong,
    disableSlidingWindow: find("model_config.disable_sliding_window")?.value === true,
    trustsCode: find(trustField)?.value === true,
    hfOverrides: object("model_config.hf_overrides"),
    poolerConfig: object("model_config.pooler_config"),
  };
}
