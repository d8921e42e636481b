import type { JsonObject } from "../../common/json.js";

/** Limits of a search. One without a time limit finds the same on every machine. */
export interface Limits {
  readonly documents: number;
  readonly milliseconds?: number;
}

/** The first document that shows something; null if a limit is reached first. */
export function challenge(
  documents: Iterable<JsonObject>,
  shows: (document: JsonObject) => boolean,
  { documents: most, milliseconds = Infinity }: Limits,
): JsonObject | null {
  const end = performance.now() + milliseconds;
  let left = most;
  for (const document of documents) {
    if (left-- <= 0 || performance.now() > end) return null;
    if (shows(document)) return document;
  }
  return null;
}
