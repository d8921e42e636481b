/** The parts of hf_config that hf_text_config may alias. */
export interface Shares {
  readonly parts: readonly string[];
  /** False if there are too many, so that proofs do not cover the omitted ones. */
  readonly isComplete: boolean;
}
