import type { Json, JsonObject } from "../common/json.js";
import type { Expectation, ExpectedError } from "../generated/cases.js";
import type { EvaluationError, Result } from "../generated/result.js";
import { compareLogs } from "./compare-logs.js";
import { compareByKey, difference, type Difference } from "./difference.js";
import { netChanges } from "./net-changes.js";

/** Compares an outcome with a case's expectation, which must be complete. */
export function compareOutcome(expected: Expectation, document: JsonObject, result: Result): readonly Difference[] {
  const { changes, removed } = netChanges(document, result);
  return [
    ...compareError(expected.error, result.error),
    ...compareByKey("changes", (expected.changes ?? {}) as Record<string, Json>, changes),
    ...compareByKey("removed", asKeys(expected.removed ?? []), asKeys(removed)),
    ...compareLogs(expected.logs ?? [], result.logs),
  ];
}

function asKeys(paths: readonly string[]): Record<string, Json> {
  return Object.fromEntries(paths.map((path) => [path, true]));
}

/** Compares errors: the path only if the case states one, the message never. */
function compareError(expected: ExpectedError | undefined, actual: EvaluationError | null): readonly Difference[] {
  if (expected === undefined && actual === null) return [];
  if (expected === undefined || actual === null) {
    return [difference("error", expected && { ...expected }, actual === null ? undefined : { ...actual })];
  }
  const stated = Object.keys(expected) as (keyof ExpectedError)[];
  return stated
    .filter((key) => expected[key] !== actual[key])
    .map((key) => difference(`error.${key}`, expected[key], actual[key]));
}
