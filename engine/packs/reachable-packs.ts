import { kindOf } from "../language/actions/index.js";
import type { LinkedPacks } from "./linked.js";

/** Restricts a set to the packs transitively reachable from `names`. */
export function reachablePacks(linked: LinkedPacks, names: readonly string[]): LinkedPacks {
  const reached = reachableFrom(names, linked);
  return { ...linked, packs: new Map([...linked.packs].filter(([name]) => reached.has(name))), stages: [] };
}

/** Restricts a set to the packs reachable from its stages and from `others`. */
export function reachableFromStages(linked: LinkedPacks, others: readonly string[]): LinkedPacks {
  const run = linked.stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  return { ...reachablePacks(linked, [...run, ...others]), stages: linked.stages };
}

/** Returns the packs reachable through includes, including `names`. */
export function reachableFrom(names: readonly string[], { packs }: Pick<LinkedPacks, "packs">): ReadonlySet<string> {
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
