import type { JsonObject } from "../common/json.js";
import type { Result } from "../generated/result.js";
import { documentChecker } from "../compiler/check-document.js";
import type { RunOptions } from "../compiler/make-run.js";
import type { LinkedPacks } from "../packs/linked.js";
import { compareResults, type ResultDifference } from "../solver/compare-results.js";

/** Both versions under comparison, as the engine runs them. */
export interface Versions {
  readonly before: LinkedPacks;
  readonly after: LinkedPacks;
  /** The pack that runs alone, regardless of its match; null for the whole set. */
  readonly alone: string | null;
  /** Whether a document reaches the pack. */
  reaches(document: JsonObject): boolean;
  /** Evaluates a document in one of them. */
  run(side: "before" | "after", document: JsonObject, options: Pick<RunOptions, "trace" | "validate">): Result;
}

/** Key of a difference, independent of its values. */
export function aspectKey({ kind, name }: Pick<ResultDifference, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** Differences for a document; empty if it does not reach the pack. */
export function differencesOf(document: JsonObject, versions: Versions): readonly ResultDifference[] {
  const { engine } = versions.after;
  // Checked once for both, which refuse a document for the same reason.
  const validate = versions.before.engine !== engine;
  if (!validate && documentChecker(engine).documentError(document) !== null) return [];
  const run = (side: "before" | "after") => versions.run(side, document, { validate });
  const found = compareResults(run("before"), run("after"), engine.alias);
  return found.length === 0 || versions.reaches(document) ? found : [];
}
