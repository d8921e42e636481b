import { diagnostic, FettleError } from "./diagnostic.js";

/** Whether an operation failed because its string would exceed the maximum length, about 2^29 characters. */
export function isTooLong(error: unknown): boolean {
  if (!(error instanceof RangeError)) return false;
  try {
    return "".padEnd(2 ** 30) === "";
  } catch (known) {
    return error.message === (known as RangeError).message;
  }
}

/** Returns the function's result. @throws FettleError if a string of it would exceed the maximum length */
export async function refuseTooLong<Value>(make: () => Promise<Value> | Value): Promise<Value> {
  try {
    return await make();
  } catch (error) {
    throw isTooLong(error) ? tooLongError() : error;
  }
}

/** The error for a result that exceeds the maximum length of a string, or would in its envelope. */
export function tooLongError(): FettleError {
  const hint = "ask for a part: fewer packs, fewer deployments or a smaller document";
  return new FettleError([diagnostic("limit", "the result exceeds the maximum length of a string", { hint })]);
}
