import { fromMap } from "../common/must.js";
import type { Condition, Pack } from "../generated/pack.js";
import type { TracedRule } from "../generated/result.js";
import { conditionPlaces, visitTrace, type ConditionPlace } from "./condition-places.js";

/** How often cases saw a rule of the pack act or pass. */
export interface RuleCoverage {
  readonly id: string;
  /** Its place in the pack, as a JSON Pointer. */
  readonly at: string;
  readonly fired: number;
  /** Reached without acting: a rule that an earlier `fail` cut off was not. */
  readonly silent: number;
  /** False where it has no condition that could come out false, so that it cannot stay silent. */
  readonly canBeSilent: boolean;
}

/** How often cases saw a condition come out true and false; never reached where both are 0. */
export interface ConditionCoverage extends ConditionPlace {
  readonly seenTrue: number;
  readonly seenFalse: number;
}

export interface Coverage {
  readonly rules: readonly RuleCoverage[];
  readonly conditions: readonly ConditionCoverage[];
  /** Two a condition, its being true and its being false. */
  readonly branches: { readonly seen: number; readonly total: number };
}

/**
 * What traces saw of a pack. Only the pack's own rules count: those of a pack that it includes are covered by that
 * pack's own cases, so that each file pair can be judged, and changed, without another.
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

/** A branch that no case has seen, said once: at the outermost condition that was never reached, or at the condition itself. */
export interface UnseenBranch {
  readonly at: string;
  readonly text: string;
  readonly never: "reached" | "true" | "false";
}

/** What no case has seen. Where one condition only mirrors another, the other is named. */
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
