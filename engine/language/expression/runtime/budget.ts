import { ExpressionError } from "../expression-error.js";

/** Maximum length of a string that an expression creates, in characters. */
export const MAX_STRING = 1_000_000;
/** Maximum length of an array that an expression creates. */
export const MAX_ARRAY = 100_000;
/** Maximum number of items that one expression examines, counting every step, filter and comparison. */
export const MAX_WORK = 2_000_000;

/** Maximum number of items that one evaluation of packs examines, copies or logs in total. */
export const MAX_TOTAL = 20_000_000;

/** The evaluation of packs exceeded its total budget. */
export class LimitError extends Error {}

// Global counters: evaluation is synchronous and not reentrant, and passing a counter through every call would slow
// down the common case.
let spent = 0;
/** Work of earlier expressions; -Infinity outside pack evaluations, where there is no total limit. */
let total = -Infinity;

/** Starts the budget of one expression or copy. */
export function begin(): void {
  charge(spent);
  spent = 0;
  if (known.length > 0) forget();
}

/** A value that depends on the document only, so one evaluation of an expression computes it once. */
export interface Cell<Result> {
  found: { readonly value: Result; readonly work: number } | null;
}

export const cell = <Result>(): Cell<Result> => ({ found: null });

/** Cells of the current expression. The next expression may be about another document. */
const known: Cell<unknown>[] = [];

/**
 * Returns the value of a cell, computed on first use. Each use counts as the work of the first, so what an expression
 * may examine does not depend on cells.
 */
export function once<Result>(of: Cell<Result>, compute: () => Result): Result {
  if (of.found !== null) {
    spend(of.found.work);
    return of.found.value;
  }
  const before = spent;
  const value = compute();
  of.found = { value, work: spent - before };
  known.push(of);
  return value;
}

function forget(): void {
  for (const one of known) one.found = null;
  known.length = 0;
}

/** Charges the budget of the evaluation only. */
export function charge(amount: number): void {
  total += amount;
  if (total > MAX_TOTAL) throw new LimitError(`the evaluation reads, copies or logs more than ${MAX_TOTAL} items`);
}

/** Starts the total budget of an evaluation. */
export function beginTotal(): void {
  total = spent = 0;
}
export function endTotal(): void {
  total = -Infinity;
}

export function spend(amount: number): void {
  spent += amount;
  if (spent > MAX_WORK) throw new ExpressionError("limit", `the expression reads more than ${MAX_WORK} items`, "limit");
}

export function checkedLength(length: number): void {
  if (length > MAX_ARRAY) {
    throw new ExpressionError("limit", `the expression creates an array of more than ${MAX_ARRAY} items`, "limit");
  }
}

export function checkedString(text: string): string {
  checkedStringLength(text.length);
  return text;
}

export function checkedStringLength(length: number): void {
  if (length > MAX_STRING) {
    throw new ExpressionError(
      "limit",
      `the expression creates a string of more than ${MAX_STRING} characters`,
      "limit",
    );
  }
}
