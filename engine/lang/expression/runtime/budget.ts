import { ExpressionError } from "../expression-error.js";

/** At most so many characters in a string that an expression makes. */
export const MAX_STRING = 1_000_000;
/** At most so many items in an array that an expression makes. */
export const MAX_ARRAY = 100_000;
/** At most so many items looked at in one evaluation, counting every step, filter and comparison. */
export const MAX_WORK = 2_000_000;

// One counter for all: evaluation is synchronous and none starts inside another, and a counter handed through every
// call would cost the plain cases what only the heavy ones need.
let spent = 0;

/** Starts an evaluation's account. */
export function begin(): void {
  spent = 0;
}

export function spend(amount: number): void {
  spent += amount;
  if (spent > MAX_WORK) throw new ExpressionError("limit", `the expression looks at more than ${MAX_WORK} items`, "limit");
}

export function checkedLength(length: number): void {
  if (length > MAX_ARRAY) {
    throw new ExpressionError("limit", `the expression makes an array of more than ${MAX_ARRAY} items`, "limit");
  }
}

export function checkedString(text: string): string {
  checkedStringLength(text.length);
  return text;
}

export function checkedStringLength(length: number): void {
  if (length > MAX_STRING) {
    throw new ExpressionError("limit", `the expression makes a string of more than ${MAX_STRING} characters`, "limit");
  }
}
