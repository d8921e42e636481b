import type { Diagnostic } from "../common/diagnostic.js";
import type { RuleChoice } from "../workspace/choose-rules.js";
import type { Input } from "../workspace/read-input.js";

/** The machine a server runs on. Each value is written as in the command-line option of the same name. */
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

/** Selection from a recipe of vllm-project/recipes. */
export interface RecipeOptions {
  readonly recipe?: string | undefined;
  readonly features?: readonly string[] | undefined;
  readonly variant?: string | undefined;
  readonly hardware?: string | undefined;
  readonly strategy?: string | undefined;
}

/** A model and its deployment. */
export interface ModelOptions extends DeviceOptions, RecipeOptions {
  /**
   * A model's config.json, its folder, an id in the Hugging Face cache, or a manifest; optional if the flags name the
   * model.
   */
  readonly model?: string | undefined;
  /** The arguments after `vllm serve`. */
  readonly flags?: readonly string[] | undefined;
  /** The deployment to use if a manifest has several. */
  readonly deployment?: string | undefined;
  /** Folders that contain models by id. */
  readonly models?: readonly string[] | undefined;
  /** The version of transformers that reads the model's files, written in full. */
  readonly transformers?: string | undefined;
  /** The model's id, if its config.json is in another place. */
  readonly modelName?: string | undefined;
  /** The draft model's config.json or folder, if it is not where the flags say. */
  readonly draft?: string | undefined;
  /** Environment variables of the server, as `NAME=VALUE`. */
  readonly env?: readonly string[] | undefined;
  /** Optional packages that are installed, such as `nixl`; all others are not. `none` if there are none. */
  readonly installed?: readonly string[] | undefined;
  /** Features of the CPU, `avx512_bf16` and `amx`; all others are missing. `none` if it has none. */
  readonly cpuFeatures?: readonly string[] | undefined;
  /** If given, `-` is standard input. */
  readonly streams?: Input | undefined;
  /** Called with warnings as they are found. */
  readonly onFindings?: ((findings: readonly Diagnostic[]) => void) | undefined;
  /** Called with notes, which are not mistakes. */
  readonly onNotes?: ((notes: readonly string[]) => void) | undefined;
}

/** A model, its deployment, and the rules. */
export interface ResolveOptions extends ModelOptions, RuleChoice {}

/** Names of the options, to refuse others. */
export const deviceOptionNames: Readonly<Record<keyof DeviceOptions, true>> = {
  ...{ device: true, gpuMemory: true, gpuName: true, platform: true, computeCapability: true, flashAttention: true },
};
export const resolveOptionNames: Readonly<Record<keyof ResolveOptions, true>> = {
  ...{ set: true, target: true, engines: true, rules: true, ...deviceOptionNames },
  ...{ recipe: true, features: true, variant: true, hardware: true, strategy: true },
  ...{ model: true, flags: true, deployment: true, models: true, transformers: true, modelName: true },
  ...{ env: true, draft: true, installed: true, cpuFeatures: true },
  ...{ streams: true, onFindings: true, onNotes: true },
};
