import type { JsonObject } from "../../common/json.js";

export interface Limits {
  readonly documents: number;
  readonly milliseconds: number;
}

/** The first document that shows something; null if a limit is reached first. */
export function challenge(
  documents: Iterable<JsonObject>,
  shows: (document: JsonObject) => boolean,
  limits: Limits,
): JsonObject | null {
  const end = performance.now() + limits.milliseconds;
  let left = limits.documents;
  for (const document of documents) {
    if (left-- <= 0 || performance.now() > end) return null;
    if (shows(document)) return document;
  }
  return null;
}
