import { isObject, type Json, type JsonObject } from "../../common/json.js";
import { fromRecord, must } from "../../common/must.js";
import { readInteger } from "../args/convert-value.js";
import { tokenizerMode } from "../behaviors.js";
import type { DerivedModel } from "./derive-model.js";
import { readPath } from "../../common/path.js";
import { openSection, setField, setKnown, type Draft } from "./draft.js";
import type { ServeFacts } from "../facts.js";
import { completeReplicas, type GivenReplicas } from "./replicas.js";
import { statedCacheDtype, statedQuantization } from "./model-dtype.js";
import type { Origin } from "../../serving/origin.js";
import type { Setting } from "../../serving/given.js";

/** Fills in fields that vLLM derives from others after applying the flags. */
export function completeDocument(draft: Draft, model: DerivedModel, given: GivenReplicas, facts: ServeFacts): void {
  const { settings } = given;
  completeReasoning(draft, settings, facts);
  completeOffloading(draft, facts);
  completeLimits(draft);
  completeProcessor(draft, given);
  completeRouter(draft, settings);
  completeModel(draft, model, settings, facts);
  completePooler(draft, model, facts.target);
  completeCache(draft, model, settings, facts);
  completeParallel(draft, model, given, facts);
  completeScheduler(draft, model);
  const tokensOnly = given.otherFlags.find(
    ({ flag, value, known }) => known && flag === "--tokens-only" && value === true,
  );
  if (tokensOnly !== undefined) setField(draft, "model_config.skip_tokenizer_init", true, tokensOnly.origin);
  if (model.isEncoderDecoder) {
    const origin: Origin = { kind: "derived", text: "encoder-decoder models do not cache processed inputs" };
    setField(draft, "model_config.multimodal_config.mm_processor_cache_gb", 0, origin);
  }
}

/** Offloading to the memory of the host goes through a connector; rules say which. */
function completeOffloading(draft: Draft, { schema, target }: ServeFacts): void {
  const size = readPath(draft.document, ["cache_config", "kv_offloading_size"]);
  if (typeof size === "number")
    openSection(draft, "kv_transfer_config", schema, target, derived("offloading the KV cache needs it"));
}

function completeModel(draft: Draft, model: DerivedModel, settings: readonly Setting[], facts: ServeFacts): void {
  const config = draft.document["model_config"] as JsonObject;
  const set = (field: string, value: Json, origin: Origin): boolean =>
    setKnown(draft, `model_config.${field}`, value, origin);
  const given = findSetting(settings, "model_config.max_model_len");
  if (given !== undefined) set("original_max_model_len", given.value, given.origin);
  set("max_model_len", model.maxModelLen.value, model.maxModelLen.origin);
  set("dtype", model.dtype.value, model.dtype.origin);
  const name = config["model"];
  if (config["tokenizer"] === null && name != null) set("tokenizer", name, derived("from the model"));
  const served = config["served_model_name"];
  if (Array.isArray(served))
    set("served_model_name", served[0] as Json, must(draft.originAt("model_config.served_model_name"), "its origin"));
  else if (served === null && name != null) set("served_model_name", name, derived("the model's name"));
  const { revision, tokenizer_revision: tokenizerRevision } = config;
  if (tokenizerRevision === null && revision != null) set("tokenizer_revision", revision, derived("from the model"));
  const mode = tokenizerMode(model.architecture, facts.target);
  if (config["tokenizer_mode"] === "auto" && mode !== undefined)
    set("tokenizer_mode", mode, derived(`required by ${model.architecture}`));
  const quantization = statedQuantization(model.hfConfig);
  if (config["quantization"] === null && quantization !== null)
    set("quantization", quantization, byFile("quantization_config"));
  if (model.hasWindowOfZero) set("disable_sliding_window", true, byFile("sliding_window is 0"));
  if (config["enable_sleep_mode"] === true && facts.behaviors.has("sleep-mode-needs-cumem"))
    set("enable_cumem_allocator", true, derived("required by sleep mode"));
}

/** The flag of a reasoning parser creates the reasoning section; naming one in JSON does not. */
function completeReasoning(draft: Draft, settings: readonly Setting[], facts: ServeFacts): void {
  const given = findSetting(settings, "structured_outputs_config.reasoning_parser");
  if (given === undefined || given.value === "" || !facts.behaviors.has("reasoning-parser-opens-section")) return;
  openSection(draft, "reasoning_config", facts.schema, facts.target, given.origin);
  setKnown(draft, "reasoning_config.reasoning_parser", given.value, given.origin);
}

const limitFields: Readonly<Record<string, readonly string[]>> = {
  image: ["width", "height"],
  video: ["num_frames", "width", "height"],
  audio: ["length"],
};

/** Expands a number of items to an object that contains it. */
function completeLimits(draft: Draft): void {
  const limits = readPath(draft.document, ["model_config", "multimodal_config", "limit_per_prompt"]);
  if (!isObject(limits)) return;
  const origin =
    draft.originAt("model_config.multimodal_config.limit_per_prompt") ??
    derived("the maximum number of items per modality");
  const whole = Object.entries(limits).map(([kind, limit]) => {
    const given = isObject(limit) ? limit : { count: limit };
    return [
      kind,
      {
        ...given,
        ...Object.fromEntries(
          (limitFields[kind] ?? []).filter((field) => !(field in given)).map((field) => [field, null]),
        ),
      },
    ];
  });
  setField(draft, "model_config.multimodal_config.limit_per_prompt", Object.fromEntries(whole) as JsonObject, origin);
}

/** Where the flag is not given, its default takes the place of what `--kernel-config` says. */
function completeRouter(draft: Draft, settings: readonly Setting[]): void {
  const field = "kernel_config.enable_bf16x3_router_gemm";
  if (findSetting(settings, field) === undefined) setKnown(draft, field, false, derived("the default of its own flag"));
}

/** The device that transforms images and videos is an argument of the processor. */
function completeProcessor(draft: Draft, { otherFlags }: GivenReplicas): void {
  const given = otherFlags.find(({ flag, known }) => known && flag === "--mm-processor-device");
  const path = "model_config.multimodal_config.mm_processor_kwargs";
  const before = readPath(draft.document, path.split(".")) ?? {};
  if (given === undefined || given.value === "auto" || !isObject(before) || before["device"] != null) return;
  setField(draft, path, { ...before, device: given.value }, given.origin);
}

function completePooler(draft: Draft, model: DerivedModel, target: string): void {
  const pooler = (draft.document["model_config"] as JsonObject)["pooler_config"];
  if (!isObject(pooler)) return;
  const origin = derived(
    model.runner === "pooling" ? `${model.architecture} in vLLM ${target}` : "`pooling_type` of the pooler",
  );
  for (const field of ["seq_pooling_type", "tok_pooling_type", "use_activation"]) {
    if (pooler[field] === null && must(model.pooler, "pooler")[field] !== undefined)
      setKnown(draft, `model_config.pooler_config.${field}`, fromRecord(must(model.pooler, "pooler"), field), origin);
  }
}

function completeCache(draft: Draft, model: DerivedModel, settings: readonly Setting[], facts: ServeFacts): void {
  const set = (field: string, value: Json, origin: Origin): boolean =>
    setKnown(draft, `cache_config.${field}`, value, origin);
  const cache = draft.document["cache_config"] as JsonObject;
  const size = findSetting(settings, "cache_config.block_size");
  const who = size === undefined ? "no flag sets the block size" : "a flag sets the block size";
  set("user_specified_block_size", size !== undefined, derived(who));
  const isGiven = cache["mamba_block_size"] !== null;
  set(
    "user_specified_mamba_block_size",
    isGiven,
    derived(`${isGiven ? "a" : "no"} flag sets the block size of states`),
  );
  const isRetentionGiven = settings.some(({ flag }) => flag.field === "cache_config.prefix_cache_retention_interval");
  // Rules choose it; null would be a choice of the flag.
  if (facts.behaviors.has("retention-follows-drafts") && !isRetentionGiven)
    delete draft.section(["cache_config"])?.["prefix_cache_retention_interval"];
  set("is_attention_free", model.facts.attentionFree, derived("from the model"));
  const dtype = statedCacheDtype(model.hfConfig);
  if (cache["cache_dtype"] === "auto" && dtype !== null)
    set("cache_dtype", dtype, byFile("required by quantization_config"));
  const layers = kindsOfLayers(model, facts);
  const isOnlySliding = facts.behaviors.has("window-of-all-layers");
  const isInterleaved =
    Array.isArray(layers) &&
    (isOnlySliding ? layers.some((kind) => kind !== "sliding_attention") : new Set(layers).size > 1);
  const window = model.textConfig["sliding_window"];
  if (!isInterleaved && typeof window === "number")
    set("sliding_window", window, byFile("sliding_window, the same in every layer"));
}

/** Determines the layer types, from config.json or the defaults of transformers' class. */
function kindsOfLayers({ textConfig: text }: DerivedModel, facts: ServeFacts): Json {
  if (text["layer_types"] !== undefined) return text["layer_types"];
  if (text["model_type"] === "deepseek_v4" && facts.behaviors.has("deepseek-v4-class-of-transformers"))
    return ["compressed_sparse_attention"];
  const pattern = text["hybrid_layer_pattern"];
  return Array.isArray(pattern) ? pattern.map((kind) => (kind === 1 ? "sliding_attention" : "full_attention")) : null;
}

function completeParallel(draft: Draft, model: DerivedModel, given: GivenReplicas, facts: ServeFacts): void {
  const { settings } = given;
  const set = (field: string, value: Json, origin: Origin): boolean =>
    setKnown(draft, `parallel_config.${field}`, value, origin);
  const parallel = draft.document["parallel_config"] as Record<string, number>;
  set("is_moe_model", model.isMoe, derived("from the model"));
  const sizes = ["pipeline_parallel_size", "tensor_parallel_size", "prefill_context_parallel_size"].map((field) =>
    fromRecord(parallel, field),
  );
  set(
    "world_size",
    sizes.reduce((product, size) => product * size),
    derived("the product of the pipeline, tensor and prefill context sizes"),
  );
  if (facts.behaviors.has("elastic-maximum-follows-replicas") && parallel["elastic_ep_max_dp_size"] == null) {
    set(
      "elastic_ep_max_dp_size",
      fromRecord(parallel, "data_parallel_size"),
      derived("the number of replicas, by default"),
    );
  }
  completeReplicas(draft, given, facts.target);
  completeDevices(draft);
  const address = findSetting(settings, "parallel_config.master_addr");
  if (address !== undefined && findSetting(settings, "parallel_config.data_parallel_master_ip") === undefined) {
    set("data_parallel_master_ip", address.value, address.origin);
  }
}

/** A number counts the GPUs that CUDA_VISIBLE_DEVICES shows; the number of a UUID there only the machine knows. */
function completeDevices(draft: Draft): void {
  const chosen = readPath(draft.document, ["parallel_config", "assigned_physical_gpu_ids"]);
  const shown = readPath(draft.document, ["environment", "variables", "CUDA_VISIBLE_DEVICES"]);
  if (!Array.isArray(chosen) || typeof shown !== "string" || shown === "") return;
  const visible = shown.split(",").map((text) => readInteger(text) ?? text.trim());
  const physical = chosen.map((index) => (typeof index === "number" ? visible[index] : undefined));
  if (physical.some((index) => index === undefined)) return;
  const origin = derived("numbers of `--device-ids` count the GPUs in CUDA_VISIBLE_DEVICES");
  setField(draft, "parallel_config.assigned_physical_gpu_ids", physical as Json, origin);
}

function completeScheduler(draft: Draft, model: DerivedModel): void {
  const set = (field: string, value: Json, origin: Origin): boolean =>
    setKnown(draft, `scheduler_config.${field}`, value, origin);
  const scheduler = draft.document["scheduler_config"] as JsonObject;
  set("runner_type", model.runner, derived("from the model"));
  set("is_multimodal_model", model.facts.multimodal, derived("from the model"));
  const tokens = fromRecord(scheduler, "max_num_batched_tokens");
  const origin: Origin = {
    ...derived("the maximum number of tokens per step"),
    dependsOn: ["scheduler_config.max_num_batched_tokens"],
  };
  set("max_num_encoder_input_tokens", tokens, origin);
  set("encoder_cache_size", tokens, origin);
  if (!model.isEncoderDecoder) return;
  const whole = derived("encoder-decoder models cannot split prompts");
  set("enable_chunked_prefill", false, whole);
  set("disable_chunked_mm_input", true, whole);
  set("long_prefill_token_threshold", 0, whole);
}

function findSetting(settings: readonly Setting[], field: string): Setting | undefined {
  return settings.find((setting) => setting.flag.field === field && setting.value !== null);
}

function byFile(text: string): Origin {
  return { kind: "hf-config", text: `config.json: ${text}` };
}

function derived(text: string): Origin {
  return { kind: "derived", text };
}
