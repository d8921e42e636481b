import type { Json } from "../../../common/json.js";
import { formatJson } from "../../../common/format-json.js";
import { readJson } from "../../../common/read-json.js";
import type { SeenCondition } from "../../../review/reviewed.js";

/** A formatted line of a rule, and the conditions that begin on it. */
export interface RuleLine {
  readonly text: string;
  readonly conditions: readonly SeenCondition[];
}

/** Formats a part of a pack as lines; `at` is its location there, as a JSON Pointer. */
export function ruleLines(part: Json, at: string, conditions: readonly SeenCondition[]): readonly RuleLine[] {
  const text = formatJson(JSON.stringify(part), null, 100);
  const read = readJson(text);
  if (!read.ok) throw new Error("printed JSON cannot be read");
  const { source } = read;
  const lineOf = (condition: SeenCondition) => source.locate(condition.at.slice(at.length))?.line;
  const inside = conditions
    .filter((condition) => condition.at === at || condition.at.startsWith(`${at}/`))
    .map((condition) => ({ condition, line: lineOf(condition) }));
  return text
    .trimEnd()
    .split("\n")
    .map((line, index) => ({
      text: line,
      conditions: inside.filter((entry) => entry.line === index + 1).map(({ condition }) => condition),
    }));
}

/** The results of a condition that cases covered. */
export type Seen = "both" | "true" | "false" | "none";

export function seenOf({ seenTrue, seenFalse }: SeenCondition): Seen {
  if (seenTrue > 0) return seenFalse > 0 ? "both" : "true";
  return seenFalse > 0 ? "false" : "none";
}
