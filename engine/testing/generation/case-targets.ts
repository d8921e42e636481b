import { fromMap } from "../../common/must.js";
import { knownReleases, otherReleases } from "../../diff/other-targets.js";
import { caseTarget } from "../case-target.js";
import { releasesAround } from "../mutation/mutate-range.js";
import type { TargetCases } from "../mutation/run-mutants.js";
import type { Case } from "../../generated/cases.js";
import type { ReadPacks } from "../../packs/read-packs.js";
import type { Loaded, Program } from "../../workspace/load-program.js";
import { targetText } from "../../packs/target.js";

export interface CaseTargetsOptions {
  /** Whether to omit releases that no case names. */
  readonly onlyNamed: boolean;
  load(target: string): Promise<Loaded>;
}

/**
 * Groups the cases of a pack by target, that of the program first. For choices of rules without cases, adds one release
 * each, and those at which a rule appears or disappears.
 */
export async function casesByTarget(
  pack: string,
  program: Program,
  { cases }: Pick<ReadPacks, "cases">,
  { onlyNamed, load }: CaseTargetsOptions,
): Promise<readonly TargetCases[]> {
  const base = targetText(program.linked.target);
  const byTarget = new Map<string, Case[]>([[base, []]]);
  for (const { content } of cases) {
    if (content.pack !== pack) continue;
    for (const entry of content.cases) {
      const target = caseTarget(entry, fromMap(program.linked.packs, pack).pack.versions, program.linked.target);
      byTarget.set(target, [...(byTarget.get(target) ?? []), entry]);
    }
  }
  for (const target of onlyNamed ? [] : targetsOf(pack, program)) {
    if (!byTarget.has(target)) byTarget.set(target, []);
  }
  const found: TargetCases[] = [];
  for (const [target, own] of byTarget) {
    const linked = target === base ? program.linked : (await load(target)).program?.linked;
    if (linked !== undefined && fromMap(linked.packs, pack).rules.length > 0)
      found.push({ target, linked, cases: own });
  }
  return found;
}

function targetsOf(pack: string, program: Program): readonly string[] {
  const { linked } = program;
  const ranges = fromMap(linked.packs, pack).pack.rules.flatMap(({ versions }) => versions ?? []);
  const around = ranges.flatMap((range) => releasesAround(range, knownReleases(linked.engine, linked.target.project)));
  return [...around.map((version) => `${linked.target.project}@${version}`), ...otherReleases(linked, pack)];
}
