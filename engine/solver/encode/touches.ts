import type { Alias } from "../../common/engine-adapter.js";
import { kindOf } from "../../language/actions/index.js";
import type { ConditionNode } from "../../language/node.js";
import { comparisonsOf } from "../../language/walk.js";
import type { LinkedPacks, LinkedRule } from "../../packs/linked.js";
import { reachableFrom } from "../../packs/reachable-packs.js";
import { mayMeet } from "./places.js";
import { pathsOf } from "./paths-of.js";

/** Read and write set of rules, including those of included packs. */
export interface Touches {
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Computes the read and write set of rules, and of a condition that guards them. */
export function touchesOf(linked: LinkedPacks, own: readonly LinkedRule[], when: ConditionNode | null = null): Touches {
  const included = own.flatMap(({ then }) => then.flatMap((action) => kindOf(action).includes(action) ?? []));
  const rules = [
    ...own,
    ...[...reachableFrom(included, linked)].flatMap((name) => linked.packs.get(name)?.rules ?? []),
  ];
  const actions = rules.flatMap(({ then }) => then);
  const conditions = [when, ...rules.map((rule) => rule.when)].filter((condition) => condition !== null);
  const values = [
    ...conditions.flatMap(comparisonsOf).flatMap(({ fact, value }) => [fact, value]),
    ...actions.flatMap((action) => kindOf(action).reads(action)),
  ];
  return {
    reads: values.flatMap(pathsOf),
    writes: actions.flatMap((action) => kindOf(action).writes(action)?.join(".") ?? []),
  };
}

/** Whether one writes what the other reads or writes. */
export function doMeet(one: Touches, other: Touches, alias: Alias | null): boolean {
  return [[one, other] as const, [other, one] as const].some(([left, right]) =>
    left.writes.some((path) => [...right.reads, ...right.writes].some((place) => mayMeet(path, place, alias))),
  );
}
