import type { BuildOptions, BuiltDocument } from "../../serving/build.js";
import { isObject, type Json } from "../../common/json.js";
import { must } from "../../common/must.js";
import { applySettings } from "../args/apply-settings.js";
import { originInside, type ServeArgs, type Setting } from "../../serving/given.js";
import { checkAdapters, checkGiven, checkRange } from "../args/check-given.js";
import { completeDocument } from "./complete-document.js";
import { modelDefaults } from "../args/defaults.js";
import type { ModelFlags } from "./derive-model.js";
import { describeDraftModel, missingDraftModel } from "./draft-model.js";
import { openInputs } from "./open-inputs.js";
import { setField, type Draft } from "./draft.js";
import { startFromModel } from "./start-from-model.js";
import { loadServeFacts, type ServeFacts } from "../facts.js";
import { checkVariableValues } from "../variable-values.js";
import type { Origin } from "../../serving/origin.js";
import { readServeArgs } from "../args/read-serve-args.js";

/** With the release's catalog entry; defaults to the one of the newest release that is shipped with the package. */
export interface BuildWithFacts extends BuildOptions {
  readonly facts?: ServeFacts;
}

/**
 * Builds the config document that `vllm serve` would start from. Never throws for invalid input: problems are in
 * `diagnostics`, and the document is as complete as possible. As in vLLM, `hf_text_config` is the same object as
 * `hf_config` or the one nested in it.
 */
export function buildDocument(options: BuildWithFacts): BuiltDocument {
  const facts = options.facts ?? loadServeFacts();
  const args = readServeArgs(options.args, facts, pick(options));
  const files = options.files ?? null;
  const flags = modelFlags(args.settings, allowsLong(options));
  const name = nameOf(options, args);
  const start = startFromModel({
    hfConfig: options.hfConfig,
    files,
    flags,
    name,
    facts,
    shared: options.shared ?? null,
  });
  const { config, model, draft } = start;
  for (const path of model.overridden) {
    const setting = must(
      args.settings.find((entry) => entry.flag.field === "model_config.hf_overrides"),
      "the item looked for",
    );
    draft.setOrigin(`model_config.hf_config.${path}`, originInside(setting, path));
  }
  const applied = applySettings(draft, args.settings, facts);
  const given = new Map(args.settings.map((setting) => [setting.flag.field, setting.value]));
  const machine = { device: options.device ?? null, platform: platformOf(options), files: files?.names ?? null };
  for (const entry of modelDefaults(model, given, machine, facts.behaviors))
    setField(draft, entry.path, entry.value, entry.origin);
  for (const { field, value, text, kind = "flag" } of options.environment ?? []) {
    if (field.startsWith("variables.")) openVariables(draft);
    setField(draft, `environment.${field}`, value, { kind, text });
  }
  if (files !== null) setField(draft, "environment.model_files", files.names, inFolder);
  completeDocument(draft, model, args, facts);
  const ofTarget = { name: name?.value ?? null, config, files, maxModelLen: model.maxModelLen.value };
  const trustsCode = args.settings.some(({ flag, value }) => flag.field === trustField && value === true);
  const ofDraft = describeDraftModel(draft, { ...ofTarget, trustsCode }, options.drafts ?? {}, facts);
  let origins: BuiltDocument["origins"] | undefined;
  return {
    document: draft.document,
    // Made when first read: an upgrade tries flags whose origins nobody reads.
    get origins() {
      return (origins ??= draft.origins());
    },
    originAt: (path) => draft.originAt(path) ?? null,
    otherFlags: [...args.otherFlags, ...applied.otherFlags],
    settings: args.settings,
    missingDraft: missingDraftModel(draft.document),
    openInputs: openInputs(draft.document),
    diagnostics: [
      ...args.diagnostics,
      ...(args.outOfRange ?? []).map((entry) => checkRange(entry, draft)),
      ...checkGiven(args, facts, options.environment ?? []),
      ...checkAdapters(args, model),
      ...start.diagnostics,
      ...model.diagnostics,
      ...applied.diagnostics,
      ...checkVariableValues(options.environment ?? [], facts.target),
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

function openVariables(draft: Draft): void {
  const environment = draft.section(["environment"]);
  if (environment !== null) environment["variables"] ??= {};
}

function platformOf({ environment = [] }: BuildOptions): Json {
  return environment.find(({ field }) => field === "platform")?.value ?? null;
}

function pick(options: BuildOptions) {
  const { readConfigFile, kind } = options;
  return { ...(readConfigFile === undefined ? {} : { readConfigFile }), ...(kind === undefined ? {} : { kind }) };
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
