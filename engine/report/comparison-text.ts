import { showValue } from "./show-value.js";

/** A comparison of a pack, as written or traced. */
export interface Comparison {
  readonly fact?: string;
  readonly operator?: string;
  readonly value?: unknown;
}

const symbols: Readonly<Record<string, string>> = {
  equal: "=", notEqual: "≠", lessThan: "<", lessThanInclusive: "≤", greaterThan: ">", greaterThanInclusive: "≥",
  in: "in", notIn: "not in", contains: "contains", doesNotContain: "does not contain",
};

/** A comparison as a person would write it: `head_dim > 256`, `backend is set`. */
export function comparisonText({ fact = "", operator = "", value }: Comparison): string {
  if (operator === "isSet") return `${fact} is ${value === false ? "not set" : "set"}`;
  if (operator === "isPresent") return `${fact} is ${value === false ? "absent" : "present"}`;
  const isReference = typeof value === "object" && value !== null && "fact" in value;
  return `${fact} ${symbols[operator] ?? operator} ${isReference ? String(value.fact) : showValue(value)}`;
}
