import { kindOf } from "../language/actions/index.js";
import type { LinkedPacks } from "../packs/linked.js";

/** Packs reachable from the stages of a set; packs of other sets are loaded but never run. */
export function runnablePacks({ stages, packs }: Pick<LinkedPacks, "stages" | "packs">): ReadonlySet<string> {
  const found = new Set<string>();
  const open = stages.flatMap((stage) => (stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()]));
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    for (const { then } of packs.get(name)?.rules ?? []) {
      for (const action of then) open.push(...[kindOf(action).includes(action)].filter((pack) => pack !== null));
    }
  }
  return found;
}
