import { arithmetic, numberFunctions } from "./arithmetic.js";
import type { EncodedFunction } from "./encoded.js";
import type { FunctionName } from "./names.js";
import { textFunctions } from "./texts.js";

/** All interpreted functions; calls of others are uninterpreted terms. */
export const functions: Readonly<Record<FunctionName, EncodedFunction>> = Object.freeze({
  ...arithmetic,
  ...numberFunctions,
  ...textFunctions,
});
