import { runCases, type PackRun } from "../testing/run-cases.js";
import type { LinkedPack } from "../packs/linked.js";
import { decisionTable } from "../explain/decision-table.js";
import type { Differed } from "../diff/differed.js";
import type { ChangedFile, ReviewedPack } from "./reviewed.js";
import { ruleFlow } from "../explain/rule-flow.js";
import type { RevisionRules } from "./revision-rules.js";

/** The rule files that differ between the two states. */
export function changedFiles(base: RevisionRules, head: RevisionRules): readonly ChangedFile[] {
  const names = [...new Set([...Object.keys(base.files), ...Object.keys(head.files)])].sort();
  return names.flatMap((file): readonly ChangedFile[] => {
    const [was, is] = [base.files[file], head.files[file]];
    if (was === is) return [];
    return [{ file, status: was === undefined ? "added" : is === undefined ? "removed" : "changed" }];
  });
}

/**
 * Lists the packs with changed text or cases, and those that include a changed one; by name, with their cases run.
 * Without a comparison, identifies packs by file path.
 */
export async function reviewPacks(
  files: readonly ChangedFile[],
  differed: Differed | null,
  base: RevisionRules,
  head: RevisionRules,
): Promise<readonly ReviewedPack[]> {
  const packs = head.program?.linked.packs ?? new Map<string, LinkedPack>();
  const own = [...statusesByFile(files, base, head)].map(
    ([pack, status]) => [pack, differed !== null && status === "changed" ? ("text-changed" as const) : status] as const,
  );
  const renamed = new Set((differed?.packs ?? []).flatMap(({ was }) => was ?? []));
  const statuses = new Map([
    ...own.filter(([pack]) => !renamed.has(pack)),
    ...(differed?.packs ?? []).map(({ pack, status }) => [pack, status] as const),
  ]);
  const only = new Set(statuses.keys());
  const runs = await runCasesAt(head, only);
  return [...statuses]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, status]) => {
      const linked = packs.get(name) ?? null;
      return {
        pack: name,
        title: linked?.pack.title ?? null,
        file: linked?.file ?? files.find(({ file }) => nameOf(file) === name)?.file ?? null,
        status,
        linked,
        tested: runs.find(({ pack }) => pack === name) ?? null,
        flow: linked === null ? [] : ruleFlow(linked, packs),
        table: linked === null ? null : decisionTable(linked.pack),
        differed: differed?.packs.find(({ pack }) => pack === name) ?? null,
        proved: null,
      };
    });
}

/** Runs the cases of packs in one state; none if its rules do not load. */
export async function runCasesAt(
  { program, load }: RevisionRules,
  only: ReadonlySet<string>,
): Promise<readonly PackRun[]> {
  return program === null ? [] : runCases(program, { cases: program.linked.read.cases, load, only });
}

/** What the files alone say about each pack that changed. */
export function statusesByFile(
  files: readonly ChangedFile[],
  base: RevisionRules,
  head: RevisionRules,
): Map<string, ReviewedPack["status"]> {
  const names = new Set(files.flatMap(({ file }) => nameOf(file) ?? []));
  const packFile = ({ files: all }: RevisionRules, name: string) =>
    Object.keys(all).find((file) => file.endsWith(".pack.json") && nameOf(file) === name);
  return new Map(
    [...names].map((name) => {
      const [was, is] = [packFile(base, name), packFile(head, name)];
      if (was === undefined || is === undefined) return [name, is === undefined ? "removed" : "added"];
      return [name, base.files[was] === head.files[is] ? "cases-changed" : "changed"];
    }),
  );
}

/** Derives a pack's name from the path of its pack, cases or claims file; null for a set. */
function nameOf(file: string): string | null {
  return /([^/\\]+)[/\\]([^/\\]+)\.(?:pack|cases|claims)\.json$/.exec(file)?.slice(1, 3).join("/") ?? null;
}
