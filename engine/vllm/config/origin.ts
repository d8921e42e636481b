/** Where a value of the document comes from. */
export interface Origin {
  readonly kind: OriginKind;
  /** In words: the flag as it was typed, the key of the file, or why vLLM takes this default. */
  readonly text: string;
}

export type OriginKind = "flag" | "config-file" | "recipe" | "hf-config" | "default" | "derived";

/** Kinds of origin that stand for somebody's choice. */
export type GivenKind = "flag" | "config-file" | "recipe";
