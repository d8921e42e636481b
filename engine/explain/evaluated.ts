import type { JsonObject } from "../common/json.js";
import type { BuiltDocument } from "../vllm/config/build-document.js";
import type { Result, TracedRule } from "../generated/result.js";
import type { LinkedPacks } from "../packs/linked.js";

/** One evaluation, with what is needed to tell about it. */
export interface Evaluated {
  /** The document as it was before the rules. */
  readonly before: JsonObject;
  /** The result; it has a trace only where the user asked for one. */
  readonly result: Result;
  /** Every rule that was reached. */
  readonly trace: readonly TracedRule[];
  readonly rules: LinkedPacks;
  /** The one pack that ran, or null where the whole set did. */
  readonly pack: string | null;
  /** How the document was built, or null where the user gave it. */
  readonly built: BuiltDocument | null;
  /** Which fields of the document to list: none, those that differ from the release's defaults, or all. */
  readonly fields: "none" | "changed" | "all";
  /** Whether pins take in all that differs from the release's defaults, not only what the rules did. */
  readonly pinAll: boolean;
  /** What comes of the same model with more words after those of the user; null where the document was given, or the words are refused. */
  resolveWith(words: readonly string[]): Result | null;
}
