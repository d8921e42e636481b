import type { MaybeJson } from "../../common/json.js";
import { ExpressionError } from "../../language/expression/expression-error.js";
import { same } from "../../language/expression/runtime/comparison.js";
import type { Value } from "../term.js";

/** A constant array of scalars, in which nothing is compared with a structure. */
export function isFlat({ kind, ...rest }: Value): boolean {
  const value = kind === "constant" ? (rest as { readonly value: MaybeJson }).value : null;
  return Array.isArray(value) && value.every((item) => typeof item !== "object" || item === null);
}

/** Whether deep equality comes to an array and an object with a `length`, which is an error. */
export function isUnlike(left: MaybeJson, right: MaybeJson): boolean {
  try {
    same(left as never, right as never);
    return false;
  } catch (error) {
    if (error instanceof ExpressionError) return true;
    throw error;
  }
}
