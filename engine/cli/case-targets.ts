import { otherTargets } from "../analysis/diff/other-targets.js";
import type { TargetCases } from "../cases/mutants/run-mutants.js";
import type { Case } from "../generated/cases.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import type { ReadPacks } from "../pack/read-packs.js";
import type { Loaded, Program } from "../program/load-program.js";
import { targetOf } from "./load-rules.js";

export interface CaseTargetsOptions {
  /** Whether to leave out the releases that no case names. */
  readonly onlyNamed: boolean;
  load(target: string): Promise<Loaded>;
}

/**
 * The cases of a pack by the target that they run for, that of the program first; and a release for each other choice
 * of its rules, with no cases yet.
 */
export async function casesByTarget(pack: string, program: Program, { cases }: Pick<ReadPacks, "cases">, { onlyNamed, load }: CaseTargetsOptions): Promise<readonly TargetCases[]> {
  const base = targetOf(program);
  const byTarget = new Map<string, Case[]>([[base, []]]);
  for (const { content } of cases) {
    if (content.pack !== pack) continue;
    for (const entry of content.cases) {
      const target = entry.target ?? base;
      byTarget.set(target, [...(byTarget.get(target) ?? []), entry]);
    }
  }
  for (const target of onlyNamed ? [] : otherTargets(without(program.linked, pack), program.linked, "all")) {
    if (!byTarget.has(target)) byTarget.set(target, []);
  }
  const found: TargetCases[] = [];
  for (const [target, own] of byTarget) {
    const linked = target === base ? program.linked : (await load(target)).program?.linked;
    if (linked !== undefined && linked.packs.get(pack)!.rules.length > 0) found.push({ target, linked, cases: own });
  }
  return found;
}

/** Each choice of the rules of a pack is news to who does not have it. */
function without(linked: LinkedPacks, pack: string): LinkedPacks {
  return { ...linked, packs: new Map([...linked.packs].filter(([name]) => name !== pack)) };
}
