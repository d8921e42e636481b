import { isTooLong } from "../common/too-long.js";
import type { Result } from "../generated/result.js";

/** Replaces a result whose text exceeds the maximum string length. */
export const tooLong: Result = {
  ok: false,
  document: null,
  changes: [],
  logs: [],
  error: {
    code: "fettle/limit",
    kind: "limit",
    message: "the result exceeds the maximum length of a string",
    rule: null,
  },
};

/** Returns the function's result; null if its string exceeds the maximum length. */
export function unlessTooLong<Value>(print: () => Value): Value | null {
  try {
    return print();
  } catch (error) {
    if (isTooLong(error)) return null;
    throw error;
  }
}
