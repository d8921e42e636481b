import type { Evaluated } from "./evaluated.js";

/** How far a pack came in an evaluation. */
export interface PackRun {
  readonly pack: string;
  /** Its rules for the target, and those of them whose conditions held. */
  readonly rules: number;
  readonly fired: number;
}

/** The packs that were reached, in the order in which they began. */
export function packRuns({ trace, rules }: Pick<Evaluated, "trace" | "rules">): readonly PackRun[] {
  const fired = new Map<string, Set<string>>();
  for (const entry of trace) {
    const pack = entry.rule.slice(0, entry.rule.lastIndexOf("/"));
    const ids = fired.get(pack) ?? new Set();
    fired.set(pack, ids);
    if (entry.fired) ids.add(entry.rule);
  }
  return [...fired].map(([pack, ids]) => ({ pack, rules: rules.packs.get(pack)?.rules.length ?? 0, fired: ids.size }));
}
