import type { JsonObject } from "../common/json.js";
import type { BuiltDocument } from "../serving/build.js";
import type { Result, TracedRule } from "../generated/result.js";
import type { ServingRelease } from "../serving/serving-engine.js";
import type { LinkedPacks } from "../packs/linked.js";

/** One evaluation, with everything needed to explain it. */
export interface Evaluated {
  /** The document before the rules. */
  readonly before: JsonObject;
  /** The result; it has a trace only if the user requested one. */
  readonly result: Result;
  /** All rules that were reached. */
  readonly trace: readonly TracedRule[];
  readonly rules: LinkedPacks;
  /** The single pack that ran, or null for the whole set. */
  readonly pack: string | null;
  /** How the document was built, or null if the user gave it. */
  readonly built: BuiltDocument | null;
  /** The release that built it; null if the user gave it. */
  readonly serving: ServingRelease | null;
  /** Which fields of the document to list: none, those that differ from the release's defaults, or all. */
  readonly fields: "none" | "changed" | "all";
  /** Whether to pin everything that differs from the release's defaults, not only changes by rules. */
  readonly pinAll: boolean;
  /**
   * Resolves the same model with additional arguments; null if the document was given, or if the arguments are
   * rejected.
   */
  resolveWith(words: readonly string[]): Result | null;
}
