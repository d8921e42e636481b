import type { Diagnostic } from "../common/diagnostic.js";
import type { RuleChoice } from "../workspace/choose-rules.js";
import type { Input } from "../workspace/read-input.js";

/** What a server runs on. Each is written as the option of the command line of the same name. */
export interface DeviceOptions {
  /** The GPUs of a node by name, such as `H100:8`, or `CPU`. */
  readonly device?: string | undefined;
  /** Memory of one GPU in GiB. */
  readonly gpuMemory?: string | number | undefined;
  readonly gpuName?: string | undefined;
  readonly platform?: string | undefined;
  /** Such as `9.0`. */
  readonly computeCapability?: string | undefined;
  /** The newest FlashAttention that is installed and runs on the GPU: 2, 3 or 4. */
  readonly flashAttention?: string | number | undefined;
}

/** What is chosen from a recipe of vllm-project/recipes. */
export interface RecipeOptions {
  readonly recipe?: string | undefined;
  readonly features?: readonly string[] | undefined;
  readonly variant?: string | undefined;
  readonly hardware?: string | undefined;
  readonly strategy?: string | undefined;
}

/** A model and how it is served. */
export interface ModelOptions extends DeviceOptions, RecipeOptions {
  /** A model's config.json, the folder that holds it, an id in the cache of Hugging Face, or a manifest; may be left out where the flags name it. */
  readonly model?: string | undefined;
  /** The words after `vllm serve`. */
  readonly flags?: readonly string[] | undefined;
  /** The deployment that is meant, where a manifest has several. */
  readonly deployment?: string | undefined;
  /** Folders that hold models by their ids. */
  readonly models?: readonly string[] | undefined;
  /** The version of transformers that reads the model's files, written in full. */
  readonly transformers?: string | undefined;
  /** The model's id, where its config.json lies somewhere else. */
  readonly modelName?: string | undefined;
  /** Environment variables of the server, as `NAME=VALUE`. */
  readonly env?: readonly string[] | undefined;
  /** With it, `-` is standard input. */
  readonly streams?: Input | undefined;
  /** Called with warnings as they are found. */
  readonly onFindings?: ((findings: readonly Diagnostic[]) => void) | undefined;
  /** Called with what is worth knowing and is no mistake. */
  readonly onNotes?: ((notes: readonly string[]) => void) | undefined;
}

/** A model, how it is served, and the rules. */
export interface ResolveOptions extends ModelOptions, RuleChoice {}

/** Names of the options, to refuse others. */
export const deviceOptionNames: Readonly<Record<keyof DeviceOptions, true>> = {
  ...{ device: true, gpuMemory: true, gpuName: true, platform: true, computeCapability: true, flashAttention: true },
};
export const resolveOptionNames: Readonly<Record<keyof ResolveOptions, true>> = {
  ...{ set: true, target: true, rules: true, ...deviceOptionNames },
  ...{ recipe: true, features: true, variant: true, hardware: true, strategy: true },
  ...{ model: true, flags: true, deployment: true, models: true, transformers: true, modelName: true, env: true },
  ...{ streams: true, onFindings: true, onNotes: true },
};
