import { arithmetic, numberFunctions } from "./arithmetic.js";
import type { EncodedFunction } from "./encoded.js";
import { textFunctions } from "./texts.js";

const rows = { ...arithmetic, ...numberFunctions, ...textFunctions };

export type FunctionName = keyof typeof rows;

/** Every function that a question can hold; what stands in no row is an uninterpreted term. */
export const functions: Readonly<Record<FunctionName, EncodedFunction>> = Object.freeze(rows);
