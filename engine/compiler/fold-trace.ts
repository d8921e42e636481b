import type { TracedCondition, TracedRule } from "../generated/result.js";
import { useOf } from "../language/trace-buffer.js";

/**
 * Removes the parts of a named condition from all its uses in a rule but the first with the same result. Conditions
 * that name each other would otherwise print exponentially much.
 */
export function foldTrace(trace: readonly TracedRule[]): TracedRule[] {
  return trace.map((entry) =>
    entry.when === undefined ? entry : { ...entry, when: foldCondition(entry.when, new Set()) },
  );
}

function foldCondition(traced: TracedCondition, told: Set<string>): TracedCondition {
  const fold = (part: TracedCondition): TracedCondition => foldCondition(part, told);
  const { all, any, not, is } = traced;
  if (all !== undefined) return { ...traced, all: all.map(fold) };
  if (any !== undefined) return { ...traced, any: any.map(fold) };
  if (not !== undefined) return { ...traced, not: fold(not) };
  if (is === undefined) return traced;
  const use = useOf(traced);
  if (!told.has(use)) {
    told.add(use);
    return { ...traced, is: fold(is) };
  }
  const { is: _, ...rest } = traced;
  return rest;
}
