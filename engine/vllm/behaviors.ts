import { isIn, type Presence } from "./presence.js";

/**
 * Release-dependent ways in which vLLM derives values from a model and its flags. `rules/vllm/catalog/releases.json`
 * lists the releases of each.
 */
export type Behavior =
  /** Prefix caching is on by default for hybrid models. */
  | "prefix-caching-of-hybrids"
  /** Prefix caching is off by default for hybrid pooling models, in contrast to earlier and later releases. */
  | "no-prefix-caching-of-pooling-hybrids"
  /** Devices of 160 GiB and more default to 16384 tokens per step. */
  | "16k-steps-on-160-gib"
  /** The GB10 counts as a small device, regardless of its memory. */
  | "gb10-is-small"
  /** Replicas that hand batches to experts default to few tokens per step. */
  | "small-steps-for-batched-experts"
  /** With YaRN scaling, the length in config.json is already scaled. */
  | "yarn-is-scaled-already"
  /** `full_attention` in `layer_types` also counts as attention if a hybrid class has no other layers. */
  | "full-attention-is-attention"
  /** A model that only pools does not run as a draft. */
  | "embedders-draft-nothing"
  /** `--convert` with a task makes a pooling model. */
  | "convert-makes-pooling"
  /** A sliding window of 0 disables sliding windows. */
  | "window-of-0-is-off"
  /** The maximum number of replicas equals the initial one unless expert parallelism is elastic. */
  | "elastic-maximum-follows-replicas"
  /** A sliding window affects the cache only if all layers have it. */
  | "window-of-all-layers"
  /** transformers' class reads the config of DeepSeek V4. */
  | "deepseek-v4-class-of-transformers"
  /** The config class of transformers has a default number of experts. */
  | "experts-of-config-classes"
  /** A reasoning parser creates the reasoning section. */
  | "reasoning-parser-opens-section"
  /** The block size is unset until the platform chooses one. */
  | "block-size-of-platform"
  /** Sleep mode enables vLLM's own allocator. */
  | "sleep-mode-needs-cumem"
  /** A step holds the largest image or video of a model that looks both ways inside one. */
  | "steps-hold-largest-item"
  /** Where only text is served, tokens inside an image or video no longer attend to each other. */
  | "text-only-attends-one-way"
  /** `--mamba-cache-mode` has no effect: the mode follows prefix caching. */
  | "mamba-cache-mode-follows-caching"
  /** Where no flag states it, drafts decide how long prefixes are kept. */
  | "retention-follows-drafts"
  /** The reasoning parser `none` is no parser. */
  | "none-is-no-reasoning-parser";

/** Returns the behaviors of a release. */
export function behaviorsOf(presence: Readonly<Record<Behavior, Presence>>, release: string): ReadonlySet<Behavior> {
  return new Set((Object.keys(presence) as Behavior[]).filter((name) => isIn(presence[name], release)));
}

/** Architectures with a tokenizer mode of their own, and the releases that have it. */
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

/** Returns the tokenizer mode of an architecture in a release; undefined if it is `auto`. */
export function tokenizerMode(architecture: string | null, release: string): string | undefined {
  const [mode, presence] =
    (architecture !== null && Object.hasOwn(tokenizerModes, architecture) ? tokenizerModes[architecture] : undefined) ??
    [];
  return mode !== undefined && isIn(presence, release) ? mode : undefined;
}
