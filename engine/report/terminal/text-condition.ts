import type { TracedCondition } from "../../generated/result.js";
import { comparisonText } from "../../language/conditions/comparison-text.js";
import { showValue } from "../../common/show-value.js";
import { useOf } from "../../language/trace-buffer.js";
import type { Style } from "./style.js";

/**
 * Renders a condition as an indented tree, with each part's result: ✓ held, ✗ did not, · was not reached. The parts of
 * a named condition are below its first use, so that the tree is no longer than the pack.
 */
export function conditionLines(
  condition: TracedCondition,
  style: Style,
  depth = 0,
  told = new Set<string>(),
): readonly string[] {
  const { colors } = style;
  const mark = condition.result === null ? colors.dim("·") : condition.result ? colors.green("✓") : colors.red("✗");
  const line = (text: string) => `${"  ".repeat(depth)}${mark} ${condition.result === null ? colors.dim(text) : text}`;
  const below = (parts: readonly TracedCondition[]) =>
    parts.flatMap((part) => conditionLines(part, style, depth + 1, told));
  if (condition.all !== undefined) return [line("all of"), ...below(condition.all)];
  if (condition.any !== undefined) return [line("any of"), ...below(condition.any)];
  if (condition.not !== undefined) return [line("not"), ...below([condition.not])];
  if (condition.condition !== undefined) {
    const { condition: name, is } = condition;
    const use = useOf(condition);
    if (is === undefined) return [line(name)];
    if (told.has(use)) return [`${line(name)}${colors.dim("  (as above)")}`];
    told.add(use);
    return [line(name), ...below([is])];
  }
  return [`${line(comparisonText(condition))}${colors.dim(actualText(condition))}`];
}

/** Renders the fact's value, and the compared value if that is a fact as well. */
export function actualText(condition: TracedCondition): string {
  if (condition.result === null) return "";
  const actual = "actual" in condition ? showValue(condition.actual) : "absent";
  const isReference = typeof condition.value === "object" && condition.value !== null && "fact" in condition.value;
  if (!isReference) return `  (is ${actual})`;
  return `  (${actual} and ${"expected" in condition ? showValue(condition.expected) : "absent"})`;
}
