import { ExpressionError } from "../expression-error.js";

/** At most so many characters in a string that an expression makes. */
export const MAX_STRING = 1_000_000;
/** At most so many items in an array that an expression makes. */
export const MAX_ARRAY = 100_000;
/** At most so many items looked at by one expression, counting every step, filter and comparison. */
export const MAX_WORK = 2_000_000;

/** At most so many items looked at, copied or logged by all that one evaluation of packs does. */
export const MAX_TOTAL = 20_000_000;

/** An evaluation of packs looked at too much. */
export class LimitError extends Error {
  override readonly name = "LimitError";
}

// Counters for all: evaluation is synchronous and none starts inside another, and a counter handed through every call
// would cost the plain cases what only the heavy ones need.
let spent = 0;
/** What was spent before; without end where no packs are evaluated, and nothing bounds the whole. */
let total = -Infinity;

/** Starts the account of one expression, or one copy. */
export function begin(): void {
  charge(spent);
  spent = 0;
}

/** Adds to the account of the evaluation alone. */
export function charge(amount: number): void {
  total += amount;
  if (total > MAX_TOTAL) throw new LimitError(`the evaluation looks at, copies or logs more than ${MAX_TOTAL} items`);
}

/** Starts and ends the account of an evaluation. */
export function beginTotal(): void {
  total = spent = 0;
}
export function endTotal(): void {
  total = -Infinity;
}

export function spend(amount: number): void {
  spent += amount;
  if (spent > MAX_WORK)
    throw new ExpressionError("limit", `the expression looks at more than ${MAX_WORK} items`, "limit");
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
