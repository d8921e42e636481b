import { fromMap } from "../common/must.js";
import type { Condition, Pack } from "../generated/pack.js";
import type { TracedRule } from "../generated/result.js";
import { conditionPlaces, visitTrace, type ConditionPlace } from "./condition-places.js";

/** Number of cases in which a rule of the pack fired or stayed silent. */
export interface RuleCoverage {
  readonly id: string;
  /** Location in the pack, as a JSON Pointer. */
  readonly at: string;
  readonly fired: number;
  /** Reached without firing; a rule cut off by an earlier `fail` was not reached. */
  readonly silent: number;
  /** False if it has no condition that can be false. */
  readonly canBeSilent: boolean;
}

/** Number of cases in which a condition was true and false; unreached if both are 0. */
export interface ConditionCoverage extends ConditionPlace {
  readonly seenTrue: number;
  readonly seenFalse: number;
}

export interface Coverage {
  readonly rules: readonly RuleCoverage[];
  readonly conditions: readonly ConditionCoverage[];
  /** Two for each condition: true and false. */
  readonly branches: { readonly seen: number; readonly total: number };
}

/**
 * Measures the coverage of a pack from traces. Only the pack's own rules count: included packs are covered by their own
 * cases, so that each pair of files can be judged and changed independently.
 */
export function measureCoverage(pack: Pack, traces: Iterable<readonly TracedRule[]>): Coverage {
  const rules = new Map(
    pack.rules.map(({ id }, index) => [`${pack.pack}/${id}`, { at: `/rules/${index}`, fired: 0, silent: 0 }]),
  );
  const results = new Map<string, { seenTrue: number; seenFalse: number }>();
  const places = conditionPlaces(pack);
  for (const { at } of places) results.set(at, { seenTrue: 0, seenFalse: 0 });
  for (const trace of traces) {
    for (const { rule, fired, when } of trace) {
      const counts = rules.get(rule);
      if (counts === undefined) continue;
      counts[fired ? "fired" : "silent"]++;
      if (when !== undefined)
        visitTrace(
          when,
          `${counts.at}/when`,
          (at, result) => void fromMap(results, at)[result ? "seenTrue" : "seenFalse"]++,
        );
    }
  }
  const conditions = places.map((place) => ({ ...place, ...fromMap(results, place.at) }));
  const seen = conditions.reduce(
    (sum, { seenTrue, seenFalse }) => sum + Number(seenTrue > 0) + Number(seenFalse > 0),
    0,
  );
  return {
    rules: pack.rules.map(({ id, when }) => {
      const { at, fired, silent } = fromMap(rules, `${pack.pack}/${id}`);
      return { id, at, fired, silent, canBeSilent: when !== undefined && canBeFalse(when) };
    }),
    conditions,
    branches: { seen, total: conditions.length * 2 },
  };
}

function canBeFalse(condition: Condition): boolean {
  if ("all" in condition) return condition.all.some(canBeFalse);
  if ("any" in condition) return condition.any.some(canBeFalse);
  return "not" in condition ? canBeFalse(condition.not) : true;
}

/** A branch that no case covers, reported once: at the outermost unreached condition, or at the condition itself. */
export interface UnseenBranch {
  readonly at: string;
  readonly text: string;
  readonly never: "reached" | "true" | "false";
}

/** Lists uncovered branches. If a condition only mirrors another, reports the other. */
export function unseenBranches({ conditions }: Coverage): readonly UnseenBranch[] {
  const unreached = new Set(
    conditions.filter(({ seenTrue, seenFalse }) => seenTrue + seenFalse === 0).map(({ at }) => at),
  );
  return conditions.flatMap(({ at, text, mirrors, parent, seenTrue, seenFalse }): UnseenBranch[] => {
    if (unreached.has(at)) return parent !== null && unreached.has(parent) ? [] : [{ at, text, never: "reached" }];
    if (mirrors !== null || (seenTrue > 0 && seenFalse > 0)) return [];
    return [{ at, text, never: seenTrue > 0 ? "false" : "true" }];
  });
}
