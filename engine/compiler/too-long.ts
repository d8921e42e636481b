import type { Result } from "../generated/result.js";

/** What takes the place of a result that is longer, written out, than one text can be. */
export const tooLong: Result = {
  ok: false,
  document: null,
  changes: [],
  logs: [],
  error: { code: "fettle/limit", kind: "limit", message: "the result is longer than one text can be", rule: null },
};

/** What a function gives; null where JavaScript had no room for the text that it makes. */
export function unlessTooLong<Value>(print: () => Value): Value | null {
  try {
    return print();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
