import type { TracedCondition } from "../generated/result.js";
import { useOf } from "../language/trace-buffer.js";

/** A comparison that determined a condition's result; `negated` if it is below an odd number of `not`. */
export interface Deciding {
  readonly comparison: TracedCondition;
  readonly negated: boolean;
}

/** The comparisons that determined the result of a condition; those of a named condition only once. */
export function decidingOf(condition: TracedCondition, negated = false, told = new Set<string>()): readonly Deciding[] {
  if (condition.result === null) return [];
  const { all, any, not, is } = condition;
  if (all !== undefined) return settle(all, condition.result, condition.result, negated, told);
  if (any !== undefined) return settle(any, condition.result, !condition.result, negated, told);
  if (not !== undefined) return decidingOf(not, !negated, told);
  if (condition.condition !== undefined) {
    const use = `${useOf(condition)} ${negated}`;
    if (is === undefined || told.has(use)) return [];
    told.add(use);
    return decidingOf(is, negated, told);
  }
  return [{ comparison: condition, negated }];
}

/** Either every part contributed to the result, or the single part with this result was sufficient. */
function settle(
  parts: readonly TracedCondition[],
  result: boolean,
  needsEvery: boolean,
  negated: boolean,
  told: Set<string>,
): readonly Deciding[] {
  const alike = parts.filter((part) => part.result === result);
  return (needsEvery ? alike : alike.slice(0, 1)).flatMap((part) => decidingOf(part, negated, told));
}
