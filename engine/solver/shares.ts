/** The objects inside the aliased field that the alias may be. */
export interface Shares {
  readonly parts: readonly string[];
  /** False if there are too many, so that proofs do not cover the omitted ones. */
  readonly isComplete: boolean;
}
