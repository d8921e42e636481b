// Compares the same deployment in another release.
import { vllm } from "../../../engine/vllm/adapter/vllm.js";
import { compareResults, type ResultDifference } from "../../../engine/solver/compare-results.js";
import type { Evaluated } from "../../../engine/explain/evaluated.js";

export interface ReleaseDifference extends ResultDifference {
  /** Rules that wrote the field in either release; if there are none, the releases' defaults differ. */
  readonly rules: readonly string[];
  readonly otherRules: readonly string[];
}

export function releaseDifferences(here: Evaluated, there: Evaluated): readonly ReleaseDifference[] {
  return compareResults(here.result, there.result, vllm.alias).map((difference) => ({
    ...difference,
    rules: writersOf(difference, here),
    otherRules: writersOf(difference, there),
  }));
}

function writersOf({ kind, name }: ResultDifference, { result }: Evaluated): readonly string[] {
  if (kind === "log") return unique(result.logs.filter(({ code }) => code === name).map(({ rule }) => rule));
  if (kind === "failure") return result.error?.code === name && result.error.rule !== null ? [result.error.rule] : [];
  const around = (path: string) => name === path || name.startsWith(`${path}.`) || path.startsWith(`${name}.`);
  return unique(result.changes.filter(({ path }) => around(path)).map(({ rule }) => rule));
}

const unique = (names: readonly string[]) => [...new Set(names)];
