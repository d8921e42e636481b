import { must } from "../../common/must.js";
import { kindOf } from "../../language/actions/index.js";
import type { ConditionNode } from "../../language/node.js";
import type { Operators } from "../../language/conditions/operators.js";
import type { LinkedPacks } from "../../packs/linked.js";

/** A rule to make fire: conditions that must hold for it to be reached and to fire, the outermost first. */
export interface Goal {
  /** The rule's id. */
  readonly rule: string;
  readonly conditions: readonly ConditionNode[];
  readonly operators: Operators;
}

export interface Goals {
  readonly all: readonly Goal[];
  /** Rules that differ between programs, or follow another rule: most likely to show a difference. */
  readonly changed: readonly Goal[];
}

/** Creates a goal for each rule of these packs, and for each path that leads to it. */
export function goalsOf(programs: readonly LinkedPacks[], names: ReadonlySet<string>): Goals {
  const all: Goal[] = [];
  const byKey = new Map<string, { readonly goals: Goal[]; programs: number }>();
  for (const linked of programs) {
    for (const name of names) {
      const pack = linked.packs.get(name);
      const ways = waysTo(linked, name);
      let previous = "";
      for (const { id, rule, when } of pack?.rules ?? []) {
        const conditions = when === null ? [] : [when];
        const goal = { rule: id, conditions: [...ways, ...conditions], operators: linked.operators };
        const text = JSON.stringify([rule.when, rule.then]);
        const { facts, conditions: named } = must(pack, "the pack").pack;
        const key = JSON.stringify([name, previous, text, facts, named]);
        const entry = byKey.get(key) ?? { goals: [], programs: 0 };
        byKey.set(key, entry);
        entry.goals.push(goal);
        entry.programs++;
        all.push(goal);
        previous = id;
      }
    }
  }
  const changed = [...byKey.values()].filter((entry) => entry.programs < programs.length).flatMap(({ goals }) => goals);
  return { all, changed: changed.length === all.length ? [] : changed };
}

/** Conditions under which a pack is run by a stage or by the first rule that includes it. */
function waysTo(linked: LinkedPacks, name: string): readonly ConditionNode[] {
  const stage = linked.stages.find((one) => one.kind === "pack" && one.pack === name);
  if (stage !== undefined) return stage.kind === "pack" && stage.when !== null ? [stage.when] : [];
  const including = [...linked.packs.values()]
    .flatMap(({ rules }) => rules)
    .find(({ then }) => then.some((action) => kindOf(action).includes(action) === name));
  return including?.when === undefined || including.when === null ? [] : [including.when];
}
