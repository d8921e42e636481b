/** The parts of hf_config that hf_text_config may be one object with. */
export interface Shares {
  readonly parts: readonly string[];
  /** False where there are too many, so that what is proved is not proved of those that were left out. */
  readonly isComplete: boolean;
}
