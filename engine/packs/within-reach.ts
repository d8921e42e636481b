import { kindOf } from "../language/actions/index.js";
import type { LinkedPacks } from "./link-packs.js";

/** Restricts a set to the packs transitively reachable from `names`. */
export function withinReach(linked: LinkedPacks, names: readonly string[]): LinkedPacks {
  const reached = reachedFrom(names, linked);
  return { ...linked, packs: new Map([...linked.packs].filter(([name]) => reached.has(name))), stages: [] };
}

/** The packs that the stages of a set can come to run, and those that a run of `others` can. */
export function withinStages(linked: LinkedPacks, others: readonly string[]): LinkedPacks {
  const run = linked.stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  return { ...withinReach(linked, [...run, ...others]), stages: linked.stages };
}

/** The packs that a run of these can come to run, themselves included. */
export function reachedFrom(names: readonly string[], { packs }: Pick<LinkedPacks, "packs">): ReadonlySet<string> {
  const found = new Set<string>();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    const actions = packs.get(name)?.rules.flatMap(({ then }) => then) ?? [];
    open.push(...actions.map((action) => kindOf(action).includes(action)).filter((pack) => pack !== null));
  }
  return found;
}
