import type { TracedCondition } from "../generated/result.js";

/** A comparison that settled a condition's result; `negated` where an odd number of `not` stands around it. */
export interface Deciding {
  readonly comparison: TracedCondition;
  readonly negated: boolean;
}

/** The comparisons without which a condition would not have come out as it did; those of a named one only once. */
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

/** Uses of a named condition in one rule that show the same: its parts come out alike wherever they are reached. */
export function useOf({ condition, result }: TracedCondition): string {
  return `${condition} ${result}`;
}

/** Either every part was needed for the result, or the one part that has it was enough. */
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
