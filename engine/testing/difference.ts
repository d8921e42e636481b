import { jsonEqual, type Json, type MaybeJson } from "../common/json.js";

/** One difference between the outcome and the expectation. A side without a value is omitted. */
export interface Difference {
  /** `changes.PATH`, `removed.PATH`, `logs.INDEX…` or `error…`. */
  readonly path: string;
  readonly expected?: Json;
  readonly actual?: Json;
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
