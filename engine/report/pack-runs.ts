import type { Evaluated } from "./evaluated.js";

/** How far a pack came in an evaluation. */
export interface PackRun {
  readonly pack: string;
  /** Rules that were reached, and those of them whose conditions held. */
  readonly reached: number;
  readonly fired: number;
}

/** The packs that were reached, in the order in which they began. */
export function packRuns({ trace }: Pick<Evaluated, "trace">): readonly PackRun[] {
  const runs = new Map<string, { reached: number; fired: number }>();
  for (const { rule, fired } of trace) {
    const pack = rule.slice(0, rule.lastIndexOf("/"));
    const run = runs.get(pack) ?? { reached: 0, fired: 0 };
    runs.set(pack, run);
    run.reached++;
    if (fired) run.fired++;
  }
  return [...runs].map(([pack, run]) => ({ pack, ...run }));
}
