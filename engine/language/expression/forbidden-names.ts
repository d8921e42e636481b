import { inheritedNames } from "../../common/path.js";

/** Keys reserved by jsonata, which treats an object with such a key as a function. */
const reserved: ReadonlySet<string> = new Set(["_jsonata_lambda", "_jsonata_function"]);

/** Whether expressions may neither read nor write a key. */
export function isForbiddenName(name: string): boolean {
  return inheritedNames.has(name) || reserved.has(name);
}
