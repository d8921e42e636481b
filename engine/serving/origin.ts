/** Origin of a value in the document. */
export interface Origin {
  readonly kind: OriginKind;
  /** Description: the flag as typed, the key of the file, or why vLLM chooses this default. */
  readonly text: string;
  /** Set if it is the release's default regardless of model, flags and device. */
  readonly isConstant?: true;
  /** Dotted paths of the values that it was derived from, if these may be assumed. */
  readonly dependsOn?: readonly string[];
}

export type OriginKind = "flag" | "config-file" | "recipe" | "hf-config" | "default" | "derived" | "assumed";

/** Kinds of origin that represent a user's choice. */
export type GivenKind = "flag" | "config-file" | "recipe";
export const givenKinds: ReadonlySet<string> = new Set(["flag", "config-file", "recipe"] satisfies GivenKind[]);
