/** Every function that a question can hold; what is not among them is an uninterpreted term. */
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
