/** Names of all interpreted functions; calls of others are uninterpreted terms. */
export type FunctionName = ArithmeticName | NumberFunctionName | TextFunctionName;

export type ArithmeticName = "+" | "-" | "*" | "/" | "%";
export type NumberFunctionName = "negate" | "abs" | "floor" | "ceil" | "round";
export type TextFunctionName =
  | "concat"
  | "contains"
  | "precedes"
  | "substringBefore"
  | "substringAfter"
  | "length"
  | "substring"
  | "numberText";
