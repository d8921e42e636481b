import { memoize } from "../../common/memoize.js";
import { tagsOf } from "../encode/values.js";
import type { Value } from "../term.js";

/** Whether a value may be a string, as far as statically known. */
export const canBeText = memoize((value: Value): boolean => {
  switch (value.kind) {
    case "constant":
      return typeof value.value === "string";
    case "if":
      return canBeText(value.then) || canBeText(value.otherwise);
    case "store":
      return false;
    default:
      return tagsOf(value).has("string");
  }
});
