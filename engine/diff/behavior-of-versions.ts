import type { JsonObject } from "../common/json.js";
import type { Result } from "../generated/result.js";
import type { LinkedPacks } from "../packs/linked.js";
import { compareResults, type ResultDifference } from "../solver/compare-results.js";

/** Both versions of what is compared, as the engine runs them. */
export interface Versions {
  readonly before: LinkedPacks;
  readonly after: LinkedPacks;
  /** The pack that runs alone, whatever its match says; null where the whole set runs. */
  readonly alone: string | null;
  /** Whether a document is one for the pack. */
  reaches(document: JsonObject): boolean;
  /** Evaluates a document in one of them, with a trace where it is asked for. */
  run(side: "before" | "after", document: JsonObject, trace: boolean): Result;
}

/** The key of what differs, whatever the values. */
export function aspectKey({ kind, name }: Pick<ResultDifference, "kind" | "name">): string {
  return `${kind} ${name}`;
}

/** What differs for a document; nothing where it does not come to the pack. */
export function differencesOf(document: JsonObject, versions: Versions): readonly ResultDifference[] {
  const found = compareResults(versions.run("before", document, false), versions.run("after", document, false));
  return found.length === 0 || versions.reaches(document) ? found : [];
}
