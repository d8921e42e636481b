import { showValue } from "../../common/show-value.js";
import type { OperatorName } from "./operators.js";

/** A comparison of a pack, as written or traced. */
export interface Comparison {
  readonly fact?: string;
  readonly operator?: string;
  readonly value?: unknown;
}

/** A condition of a pack, as written or traced: one of these keys says what it is. */
export interface AnyCondition extends Comparison {
  readonly all?: readonly AnyCondition[];
  readonly any?: readonly AnyCondition[];
  readonly not?: AnyCondition;
  readonly condition?: string;
}

const symbols: Readonly<Record<Exclude<OperatorName, "isSet" | "isPresent">, string>> = {
  equal: "=",
  notEqual: "≠",
  lessThan: "<",
  lessThanInclusive: "≤",
  greaterThan: ">",
  greaterThanInclusive: "≥",
  in: "in",
  notIn: "not in",
  contains: "contains",
  doesNotContain: "does not contain",
};

/** A comparison as a person would write it: `head_dim > 256`, `backend is set`. */
export function comparisonText(comparison: Comparison, longest?: number): string {
  return `${comparison.fact ?? ""} ${testText(comparison, longest)}`;
}

/** What a comparison asks of its fact: `> 256`, `is set`. */
export function testText({ operator = "", value }: Comparison, longest?: number): string {
  if (operator === "isSet") return `is ${value === false ? "not set" : "set"}`;
  if (operator === "isPresent") return `is ${value === false ? "absent" : "present"}`;
  const isReference = typeof value === "object" && value !== null && "fact" in value;
  return `${Object.hasOwn(symbols, operator) ? symbols[operator as keyof typeof symbols] : operator} ${isReference ? String(value.fact) : showValue(value, longest)}`;
}

/** A condition on one line, with parentheses around what belongs together. */
export function conditionText(condition: AnyCondition, longest?: number): string {
  const join = (parts: readonly AnyCondition[], word: string) => {
    if (parts.length === 0) return "always";
    const [only] = parts.length === 1 ? parts : [];
    return only !== undefined
      ? conditionText(only, longest)
      : parts.map((part) => within(part, longest)).join(` ${word} `);
  };
  if (condition.all !== undefined) return join(condition.all, "and");
  if (condition.any !== undefined) return join(condition.any, "or");
  if (condition.not !== undefined) return `not ${within(condition.not, longest)}`;
  return condition.condition ?? comparisonText(condition, longest);
}

function within(condition: AnyCondition, longest?: number): string {
  const text = conditionText(condition, longest);
  return isJoined(condition) ? `(${text})` : text;
}

/** Whether its text is several parts; one that holds a single part is that part. */
function isJoined({ all, any }: AnyCondition): boolean {
  const [first, ...others] = all ?? any ?? [];
  return others.length > 0 || (first !== undefined && isJoined(first));
}
