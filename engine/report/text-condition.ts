import type { TracedCondition } from "../generated/result.js";
import { comparisonText } from "./comparison-text.js";
import { showValue } from "./show-value.js";
import type { Style } from "./style.js";

/** A condition as an indented tree, each part with how it came out: ✓ held, ✗ did not, · was not reached. */
export function conditionLines(condition: TracedCondition, style: Style, depth = 0): readonly string[] {
  const { colors } = style;
  const mark = condition.result === null ? colors.dim("·") : condition.result ? colors.green("✓") : colors.red("✗");
  const line = (text: string) => `${"  ".repeat(depth)}${mark} ${condition.result === null ? colors.dim(text) : text}`;
  const below = (parts: readonly TracedCondition[]) => parts.flatMap((part) => conditionLines(part, style, depth + 1));
  if (condition.all !== undefined) return [line("all of"), ...below(condition.all)];
  if (condition.any !== undefined) return [line("any of"), ...below(condition.any)];
  if (condition.not !== undefined) return [line("not"), ...below([condition.not])];
  if (condition.condition !== undefined) return [line(condition.condition), ...below(condition.is === undefined ? [] : [condition.is])];
  return [`${line(comparisonText(condition))}${colors.dim(actualText(condition))}`];
}

/** What the fact was, and what it was compared with where that is a fact as well. */
export function actualText(condition: TracedCondition): string {
  if (condition.result === null) return "";
  const actual = "actual" in condition ? showValue(condition.actual) : "absent";
  const isReference = typeof condition.value === "object" && condition.value !== null && "fact" in condition.value;
  if (!isReference) return `  (is ${actual})`;
  return `  (${actual} and ${"expected" in condition ? showValue(condition.expected) : "absent"})`;
}
