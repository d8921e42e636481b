import { isIn, type Presence } from "./presence.js";

/** What some releases do and others do not: how vLLM derives values from a model and its flags. `rules/vllm/catalog/releases.json` says which. */
export type Behavior =
  /** Prefixes of hybrid models are reused where no flag says otherwise. */
  | "prefix-caching-of-hybrids"
  /** Neither are they for hybrid models that pool, which reused them before and do again. */
  | "no-prefix-caching-of-pooling-hybrids"
  /** Devices of 160 GiB and more take 16384 tokens in a step. */
  | "16k-steps-on-160-gib"
  /** The GB10 counts as a small device, whatever its memory. */
  | "gb10-is-small"
  /** Replicas that hand batches to experts take few tokens in a step. */
  | "small-steps-for-batched-experts"
  /** Files with YaRN scaling state the scaled length. */
  | "yarn-is-scaled-already"
  /** `full_attention` in `layer_types` counts as attention, too, where a hybrid class has no other layers. */
  | "full-attention-is-attention"
  /** `--convert` with a task makes a pooling model. */
  | "convert-makes-pooling"
  /** A sliding window of 0 switches sliding windows off. */
  | "window-of-0-is-off"
  /** The largest number of replicas is that of the start where expert parallelism is not elastic. */
  | "elastic-maximum-follows-replicas"
  /** A sliding window counts for the cache only where all layers have it. */
  | "window-of-all-layers"
  /** The config of DeepSeek V4 is read by the class of transformers. */
  | "deepseek-v4-class-of-transformers"
  /** The config class of transformers states a number of experts where config.json does not. */
  | "experts-of-config-classes"
  /** A reasoning parser opens the section of reasoning. */
  | "reasoning-parser-opens-section"
  /** Sleep mode switches vLLM's own allocator on. */
  | "sleep-mode-needs-cumem";

/** The behaviors of a release. */
export function behaviorsOf(presence: Readonly<Record<Behavior, Presence>>, release: string): ReadonlySet<Behavior> {
  return new Set((Object.keys(presence) as Behavior[]).filter((name) => isIn(presence[name], release)));
}

/** Architectures whose tokenizer vLLM knows by name, with its mode and the releases that do. */
const tokenizerModes: Readonly<Record<string, readonly [string, Presence]>> = {
  Grok1ForCausalLM: ["grok2", ["0.18.0", "0.25.0"]],
  MoonshotKimiaForCausalLM: ["kimi_audio", ["0.18.0"]],
  QwenVLForConditionalGeneration: ["qwen_vl", ["0.18.0", "0.24.0"]],
  DeepseekV32ForCausalLM: ["deepseek_v32", ["0.18.0"]],
  DeepseekV4ForCausalLM: ["deepseek_v4", ["0.20.0"]],
  DeepseekV4ForConditionalGeneration: ["deepseek_v4", ["0.30.0"]],
  DeepseekV41ForCausalLM: ["deepseek_v41", ["0.30.0"]],
  InklingForCausalLM: ["inkling", ["0.26.0"]],
  InklingForConditionalGeneration: ["inkling", ["0.26.0"]],
  KimiK3ForConditionalGeneration: ["kimi_k3", ["0.27.0"]],
  Alpamayo2Super: ["alpamayo2_super", ["0.33.0"]],
};

/** The tokenizer mode that an architecture gets in a release; undefined where it keeps `auto`. */
export function tokenizerMode(architecture: string | null, release: string): string | undefined {
  const [mode, presence] =
    (architecture !== null && Object.hasOwn(tokenizerModes, architecture) ? tokenizerModes[architecture] : undefined) ??
    [];
  return mode !== undefined && isIn(presence, release) ? mode : undefined;
}
