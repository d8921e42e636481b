import type { Evaluated } from "./evaluated.js";

/** Summary of a pack in an evaluation. */
export interface PackRun {
  readonly pack: string;
  /** Number of rules for the target, and of those whose conditions held. */
  readonly rules: number;
  readonly fired: number;
}

/** The reached packs, in execution order. */
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
