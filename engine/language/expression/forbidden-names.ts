import { inheritedNames } from "../../common/path.js";

/** Keys that jsonata keeps for itself: an object that holds one is a function to it. */
const reserved: ReadonlySet<string> = new Set(["_jsonata_lambda", "_jsonata_function"]);

/** Whether a key may be neither read nor written by an expression. */
export function isForbiddenName(name: string): boolean {
  return inheritedNames.has(name) || reserved.has(name);
}
