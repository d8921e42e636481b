import { arithmetic, numberFunctions } from "./arithmetic.js";
import type { EncodedFunction } from "./encoded.js";
import type { FunctionName } from "./names.js";
import { textFunctions } from "./texts.js";

/** Every function that a question can hold; what stands in no row is an uninterpreted term. */
export const functions: Readonly<Record<FunctionName, EncodedFunction>> = Object.freeze({
  ...arithmetic,
  ...numberFunctions,
  ...textFunctions,
});
