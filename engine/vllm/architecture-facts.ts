import type { Presence } from "./presence.js";
import type { Steps } from "./releases.js";

/** Capabilities of a model class; `rules/vllm/catalog/architectures.json` documents the defaults. */
export interface ArchitectureFacts {
  readonly hybrid: boolean;
  readonly attentionFree: boolean;
  readonly innerState: boolean;
  readonly mambaPrefixCaching: boolean;
  readonly multimodal: boolean;
  readonly pooling: boolean;
  readonly generate: boolean;
  /** Whether it runs adapters. */
  readonly lora: boolean;
  /** Whether it can be cut into pipeline stages. */
  readonly pipelines: boolean;
  /** Whether each rank can encode other inputs with a whole encoder. */
  readonly dataParallelEncoder: boolean;
  readonly attentionType: string;
  readonly sequencePooling: string;
  readonly tokenPooling: string;
  /** Whether vLLM's handler of the family uses bidirectional attention; or the key of config.json that states it. */
  readonly bidirectional: boolean | string;
}

/** A text model without special capabilities. */
export const usual: ArchitectureFacts = Object.freeze({
  hybrid: false,
  attentionFree: false,
  innerState: false,
  mambaPrefixCaching: false,
  multimodal: false,
  pooling: false,
  generate: true,
  lora: true,
  pipelines: true,
  dataParallelEncoder: false,
  attentionType: "decoder",
  sequencePooling: "LAST",
  tokenPooling: "ALL",
  bidirectional: false,
});

/** Those that are not as usual. */
export type StatedCapabilities = Partial<ArchitectureFacts>;

/** A model class in `rules/vllm/catalog/architectures.json`. */
export type ArchitectureEntry = Omit<StatedCapabilities, "bidirectional"> & {
  readonly in?: Presence;
  readonly from?: Steps;
  readonly bidirectional?: boolean | string | Steps;
};
