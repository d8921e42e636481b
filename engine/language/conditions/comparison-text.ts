import { showValue } from "../../common/show-value.js";
import { isOperatorName, operators } from "./operators.js";

/** A comparison as written in a pack or as traced. */
export interface Comparison {
  readonly fact?: string;
  readonly operator?: string;
  readonly value?: unknown;
}

/** A condition as written in a pack or as traced; one of these keys discriminates its kind. */
export interface AnyCondition extends Comparison {
  readonly all?: readonly AnyCondition[];
  readonly any?: readonly AnyCondition[];
  readonly not?: AnyCondition;
  readonly condition?: string;
}

/** Renders a comparison in infix notation: `head_dim > 256`, `backend is set`. */
export function comparisonText(comparison: Comparison, longest?: number): string {
  return `${comparison.fact ?? ""} ${testText(comparison, longest)}`;
}

/** Renders the test of a comparison without its fact: `> 256`, `is set`. */
export function testText({ operator = "", value }: Comparison, longest?: number): string {
  const text = isOperatorName(operator) ? operators[operator].text : operator;
  if (typeof text !== "string") return text(value);
  const isReference = typeof value === "object" && value !== null && "fact" in value;
  return `${text} ${isReference ? String(value.fact) : showValue(value, longest)}`;
}

/** Renders a condition on one line, with parentheses where grouping needs them. */
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

/** Whether the text has several operands. A group with a single part renders as that part. */
function isJoined({ all, any }: AnyCondition): boolean {
  const [first, ...others] = all ?? any ?? [];
  return others.length > 0 || (first !== undefined && isJoined(first));
}
