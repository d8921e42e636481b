import { isObject } from "../../engine/common/json.js";

/** A value as text: the same for values that are equal, in whatever order their keys are. */
export function sortedText(value: unknown): string {
  if (value === undefined) return "absent";
  if (Array.isArray(value)) return `[${value.map(sortedText).join()}]`;
  if (!isObject(value)) return Object.is(value, -0) ? "0" : JSON.stringify(value);
  const keys = Object.keys(value).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${sortedText(value[key])}`).join()}}`;
}
