/** Where a value of the document comes from. */
export interface Origin {
  readonly kind: OriginKind;
  /** In words: the flag as it was typed, the key of the file, or why vLLM takes this default. */
  readonly text: string;
  /** Whether it is the release's default whatever the model, flags and device are. */
  readonly isConstant?: true;
  /** Dotted paths of values that it was worked out from, where these may be assumed. */
  readonly dependsOn?: readonly string[];
}

export type OriginKind = "flag" | "config-file" | "recipe" | "hf-config" | "default" | "derived" | "assumed";

/** Kinds of origin that stand for somebody's choice. */
export type GivenKind = "flag" | "config-file" | "recipe";
export const givenKinds: ReadonlySet<string> = new Set(["flag", "config-file", "recipe"] satisfies GivenKind[]);
