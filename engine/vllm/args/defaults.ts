import type { Device } from "../../serving/build.js";
import type { Json } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Behavior } from "../behaviors.js";
import type { DerivedModel } from "../config/derive-model.js";
import { largestItem } from "../config/largest-item.js";
import type { Origin } from "../../serving/origin.js";

/** The default of an unset flag, and why vLLM chooses it. */
export interface Default {
  readonly path: string;
  readonly value: Json;
  readonly origin: Origin;
}

/** Default KV cache block size in tokens. */
const blockSize = 16;

/** Step limits for devices below 70 GiB and the A100, for larger ones, and for those of 160 GiB and more. */
const batchLimits = {
  small: { tokens: 2048, sequences: 256 },
  large: { tokens: 8192, sequences: 1024 },
  largest: { tokens: 16384, sequences: 1024 },
} as const;

/** Tokens per step where replicas hand batches to experts over one of these backends. */
const batchedExperts = { tokens: 256, backends: new Set<Json | undefined>(["deepep_low_latency", "nixl_ep"]) } as const;

type Given = ReadonlyMap<string, Json>;

/** What decides the defaults besides the model and flags; null if unknown. */
export interface Machine {
  readonly device: Device | null;
  readonly platform: Json;
  /** Names of the files in the model's folder. */
  readonly files: readonly string[] | null;
}

/** Computes the defaults of a model; `given` is what flags set, by field. */
export function modelDefaults(
  model: DerivedModel,
  given: Given,
  machine: Machine,
  does: ReadonlySet<Behavior>,
): readonly Default[] {
  const chunked = chunkedPrefill(model);
  const isOpen = (path: string) => !given.has(path) || given.get(path) === null;
  const chunkedNow = given.get("scheduler_config.enable_chunked_prefill") ?? chunked.value;
  return [
    { path: "scheduler_config.enable_chunked_prefill", ...chunked },
    { path: "cache_config.enable_prefix_caching", ...prefixCaching(model, does) },
    {
      path: "cache_config.block_size",
      value: blockSize,
      origin: { kind: "default" as const, text: `${blockSize} tokens` },
    },
    ...stepLimits(model, given, machine, chunkedNow === true, does),
  ].filter(({ path }) => isOpen(path) && !(path === "cache_config.block_size" && does.has("block-size-of-platform")));
}

interface Reasoned {
  readonly value: boolean;
  readonly origin: Origin;
}

function because(value: boolean, text: string): Reasoned {
  return { value, origin: { kind: "default", text } };
}

const encoderDecoderOff = because(false, "encoder-decoder models cannot split prompts");

function chunkedPrefill(model: DerivedModel): Reasoned {
  if (model.pooler !== null) return pooling(model, "split prompts", model.attentionType !== "encoder_decoder");
  if (model.attentionType === "encoder_decoder") return encoderDecoderOff;
  return because(true, "on for models that generate text");
}

function prefixCaching(model: DerivedModel, does: ReadonlySet<Behavior>): Reasoned {
  if (model.pooler !== null && model.isHybrid && does.has("no-prefix-caching-of-pooling-hybrids")) {
    return because(false, "off for models that mix attention and recurrent layers");
  }
  if (model.pooler !== null) return pooling(model, "reuse prefixes", false);
  switch (model.attentionType) {
    case "hybrid":
      if (does.has("prefix-caching-of-hybrids"))
        return because(true, "on for models that generate text, including those with recurrent layers");
      return because(false, "off for models that mix attention and recurrent layers, where it is experimental");
    case "attention_free":
      return because(false, "off for models without attention, where it is experimental");
    case "encoder_decoder":
      return because(false, "encoder-decoder models cannot reuse prefixes");
    default:
      return because(true, "on for models that generate text");
  }
}

/** Pooling models support either feature only with causal attention and last-token pooling, or token-wise pooling. */
function pooling(model: DerivedModel, what: string, otherwise: boolean): Reasoned {
  if (model.attentionType === "encoder_only")
    return because(false, `pooling models with bidirectional attention cannot ${what}`);
  if (model.attentionType !== "decoder") {
    return because(
      otherwise,
      `${otherwise ? "on" : "off"} for pooling models of the attention type ${model.attentionType}`,
    );
  }
  const { seq_pooling_type: sequence, tok_pooling_type: token } = must(model.pooler, "pooler");
  const needsAll = sequence === "MEAN" || sequence === "CLS" || token === "STEP";
  return needsAll
    ? because(false, `pooling models that need the whole sequence at once cannot ${what}`)
    : because(true, `on: this pooling model can ${what}`);
}

/** Inputs of the step limits besides the model and flags. */
const limitInputs = ["platform", "device_memory", "device_name"].map((field) => `environment.${field}`);

function stepLimits(
  model: DerivedModel,
  given: Given,
  { device, platform, files }: Machine,
  chunked: boolean,
  does: ReadonlySet<Behavior>,
): readonly Default[] {
  const isBatched = does.has("small-steps-for-batched-experts") && handsBatches(given);
  const ofDevice = platform === "cpu" ? cpuLimits(given) : batchLimits[sizeOf(device, does)];
  const limits = { ...ofDevice, ...(isBatched ? { tokens: batchedExperts.tokens } : {}) };
  const factor = given.get("performance_mode") === "throughput" ? 2 : 1;
  const length = model.maxModelLen.value > 0 ? model.maxModelLen.value : limits.tokens * factor;
  const givenTokens = given.get("scheduler_config.max_num_batched_tokens") as number | null | undefined;
  const givenSequences = given.get("scheduler_config.max_num_seqs") as number | null | undefined;
  const wanted = givenSequences ?? limits.sequences * factor;
  const item = largestItem(model, given, files, does);
  const whole = Math.max(chunked ? limits.tokens * factor : Math.max(length, limits.tokens * factor), item);
  const tokens = givenTokens ?? Math.min(wanted * length, whole);
  const hardware =
    platform === "cpu"
      ? "a CPU, for each rank"
      : device === null
        ? `device unknown; ${largerDevices(does)}`
        : device.name;
  const base = `${limits.tokens} tokens and ${limits.sequences} sequences for the API server (${hardware})`;
  const doubled = factor === 2 ? "; doubled by the throughput mode" : "";
  const isRaised = !chunked && length > limits.tokens * factor;
  const stretched = isRaised
    ? `; raised to a full prompt of ${length} tokens, since prompts are not split`
    : item > limits.tokens * factor
      ? `; raised to the ${item} tokens of a video, which this model must see whole`
      : "";
  const origin = (text: string): Origin => ({ kind: "default", text, dependsOn: limitInputs });
  return [
    { path: "scheduler_config.max_num_batched_tokens", value: tokens, origin: origin(`${base}${doubled}${stretched}`) },
    { path: "scheduler_config.max_num_seqs", value: Math.min(wanted, tokens), origin: origin(`${base}${doubled}`) },
  ];
}

/** On CPUs, each rank of a replica increases both limits. */
function cpuLimits(given: Given): { readonly tokens: number; readonly sequences: number } {
  const size = (field: string) => Number(given.get(`parallel_config.${field}`) ?? 1);
  const ranks = size("pipeline_parallel_size") * size("tensor_parallel_size");
  return { tokens: 2048 * ranks, sequences: 128 * ranks };
}

function sizeOf(device: Device | null, does: ReadonlySet<Behavior>): keyof typeof batchLimits {
  if (device === null) return "small";
  if (device.memoryGiB >= 160 && does.has("16k-steps-on-160-gib")) return "largest";
  const name = device.name.toLowerCase();
  return device.memoryGiB >= 70 && !name.includes("a100") && !(name.includes("gb10") && does.has("gb10-is-small"))
    ? "large"
    : "small";
}

function largerDevices(does: ReadonlySet<Behavior>): string {
  const largest = does.has("16k-steps-on-160-gib") ? "; 16384 from 160 GiB" : "";
  return `8192 and 1024 on devices with 70 GiB or more, except the A100${does.has("gb10-is-small") ? " and the GB10" : ""}${largest}`;
}

function handsBatches(given: Given): boolean {
  const replicas = given.get("parallel_config.data_parallel_size");
  const isParallel =
    given.get("parallel_config.enable_expert_parallel") === true && typeof replicas === "number" && replicas > 1;
  return isParallel && batchedExperts.backends.has(given.get("parallel_config.all2all_backend"));
}
