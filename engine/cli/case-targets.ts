import type { Case } from "../generated/cases.js";
import type { TargetCases } from "../cases/mutants/run-mutants.js";
import type { ReadPacks } from "../pack/read-packs.js";
import type { Loaded, Program } from "../program/load-program.js";
import { targetOf } from "./load-rules.js";

/** The cases of a pack by the target that they run for, that of the program first. */
export async function casesByTarget(pack: string, program: Program, { cases }: Pick<ReadPacks, "cases">, load: (target: string) => Promise<Loaded>): Promise<readonly TargetCases[]> {
  const base = targetOf(program);
  const byTarget = new Map<string, Case[]>([[base, []]]);
  for (const { content } of cases) {
    if (content.pack !== pack) continue;
    for (const entry of content.cases) {
      const target = entry.target ?? base;
      byTarget.set(target, [...(byTarget.get(target) ?? []), entry]);
    }
  }
  const found: TargetCases[] = [];
  for (const [target, own] of byTarget) {
    const linked = target === base ? program.linked : (await load(target)).program?.linked;
    if (linked !== undefined && linked.packs.get(pack)!.rules.length > 0) found.push({ target, linked, cases: own });
  }
  return found;
}
