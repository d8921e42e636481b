import { jsonEqual, type Json, type JsonObject, type MaybeJson } from "../common/json.js";
import type { Expectation, ExpectedError } from "../generated/cases.js";
import type { EvaluationError, Result } from "../generated/result.js";
import { compareLogs } from "./compare-logs.js";
import { netChanges } from "./net-changes.js";

/** One place where the outcome is not what the case expects. A side that is left out has nothing there. */
export interface Difference {
  /** `changes.PATH`, `removed.PATH`, `logs.INDEX…` or `error…`. */
  readonly path: string;
  readonly expected?: Json;
  readonly actual?: Json;
}

/** Holds an outcome against what a case expects of it: all of it, so that nothing may happen unsaid. */
export function compareOutcome(expected: Expectation, document: JsonObject, result: Result): readonly Difference[] {
  const { changes, removed } = netChanges(document, result);
  return [
    ...compareError(expected.error, result.error),
    ...compareByKey("changes", (expected.changes ?? {}) as Record<string, Json>, changes),
    ...compareByKey("removed", asKeys(expected.removed ?? []), asKeys(removed)),
    ...compareLogs(expected.logs ?? [], result.logs),
  ];
}

export function difference(path: string, expected: MaybeJson, actual: MaybeJson): Difference {
  return { path, ...(expected === undefined ? {} : { expected }), ...(actual === undefined ? {} : { actual }) };
}

/** Keys of either side, those of the expectation first. */
export function compareByKey(
  place: string,
  expected: Readonly<Record<string, Json>>,
  actual: Readonly<Record<string, Json>>,
): readonly Difference[] {
  const own = (from: Readonly<Record<string, Json>>, key: string) => (Object.hasOwn(from, key) ? from[key] : undefined);
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
    .filter((key) => !jsonEqual(own(expected, key), own(actual, key)))
    .map((key) => difference(`${place}.${key}`, own(expected, key), own(actual, key)));
}

function asKeys(paths: readonly string[]): Record<string, Json> {
  return Object.fromEntries(paths.map((path) => [path, true]));
}

/** An error's path counts where the case states one; its wording never does. */
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
