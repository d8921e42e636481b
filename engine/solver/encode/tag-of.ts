import type { MaybeJson } from "../../common/json.js";
import type { Tag } from "../term.js";

/** The tag of a value. */
export function tagOf(value: MaybeJson): Tag {
  if (value === undefined) return "absent";
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : (typeof value as Tag);
}
