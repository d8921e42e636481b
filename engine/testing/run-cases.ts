import { diagnostic, type Diagnostic } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import { fromMap, itemAt } from "../common/must.js";
import { pointer } from "../common/path.js";
import type { Case, Cases } from "../generated/cases.js";
import type { TracedRule } from "../generated/result.js";
import type { LinkedPack } from "../packs/linked.js";
import type { Read } from "../packs/read-packs.js";
import { targetText } from "../packs/target.js";
import type { Loaded, Program } from "../workspace/load-program.js";
import { caseTarget } from "./case-target.js";
import { compareOutcome } from "./compare.js";
import type { Difference } from "./difference.js";
import { measureCoverage, unseenBranches, type Coverage, type UnseenBranch } from "./coverage.js";
import { coverageFindings } from "./coverage-findings.js";

/** The result of one case: passed if it has neither differences nor diagnostics. */
export interface CaseRun {
  readonly name: string;
  readonly file: string;
  readonly line: number | null;
  readonly column: number | null;
  /** project@version. */
  readonly target: string;
  readonly milliseconds: number;
  readonly differences: readonly Difference[];
  /** Why it could not run. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface PackRun {
  readonly pack: string;
  readonly file: string | null;
  readonly cases: readonly CaseRun[];
  readonly coverage: Coverage;
  /** Branches that no case covers, with their locations; reported, but not a failure. */
  readonly unseen: readonly (UnseenBranch & { readonly line: number | null; readonly column: number | null })[];
  /** Rules that never fired or never stayed silent, and a pack without cases. */
  readonly findings: readonly Diagnostic[];
}

export interface RunCasesOptions {
  /** Cases files, of these packs or others. */
  readonly cases: readonly Read<Cases>[];
  /** Loads the rules for another target, for a case that has one. */
  load(target: string): Promise<Loaded>;
  /** Names of the packs whose cases run; defaults to all. */
  readonly only?: ReadonlySet<string> | undefined;
}

/** Runs the cases of loaded packs, each pack alone regardless of its match, and measures coverage. */
export async function runCases(
  program: Program,
  { cases: files, load, only }: RunCasesOptions,
): Promise<readonly PackRun[]> {
  const { packs, target } = program.linked;
  const base = targetText(target);
  const loaded = new Map<string, Loaded>([[base, { program, diagnostics: [] }]]);
  const runs: PackRun[] = [];
  const byPack = new Map<string, Read<Cases>[]>();
  for (const file of files) byPack.set(file.content.pack, [...(byPack.get(file.content.pack) ?? []), file]);
  for (const [name, pack] of packs) {
    if (only !== undefined && !only.has(name)) continue;
    const cases: CaseRun[] = [];
    const traces: (readonly TracedRule[])[] = [];
    for (const file of byPack.get(name) ?? []) {
      for (const [index, entry] of file.content.cases.entries()) {
        const text = caseTarget(entry, pack.pack.versions, target);
        if (!loaded.has(text)) loaded.set(text, await load(text));
        const { run, trace } = runCase(entry, index, file, text, fromMap(loaded, text));
        cases.push(run);
        traces.push(trace);
      }
    }
    runs.push(describe(pack, cases, measureCoverage(pack.pack, traces)));
  }
  return runs;
}

function runCase(
  entry: Case,
  index: number,
  { file, source, content }: Read<Cases>,
  target: string,
  { program, diagnostics }: Loaded,
) {
  // Locating parses the file with places, so only for who asks.
  let place: ReturnType<typeof placeOf> | undefined;
  const located = () => (place ??= placeOf(source.locate(pointer(["cases", index]))));
  const runWith = (outcome: Pick<CaseRun, "milliseconds" | "differences" | "diagnostics">): CaseRun => ({
    name: entry.name,
    file,
    get line() {
      return located().line;
    },
    get column() {
      return located().column;
    },
    target,
    ...outcome,
  });
  if (program === null) {
    const run = runWith({
      milliseconds: 0,
      differences: [],
      diagnostics: diagnostics.map((found) => atTarget(found, file, located())),
    });
    return { run, trace: [] };
  }
  const document = entry.document as JsonObject;
  const start = performance.now();
  const result = program.run(document, { pack: content.pack, trace: true });
  const milliseconds = performance.now() - start;
  const differences = compareOutcome(entry.expect, document, result);
  const run = runWith({ milliseconds, differences, diagnostics: [] });
  return { run, trace: result.trace ?? [] };
}

/** Locates a finding without a position at the target that the case names. */
function atTarget(
  found: Diagnostic,
  file: string,
  { line, column }: { line: number | null; column: number | null },
): Diagnostic {
  return found.file === null ? { ...found, file, line, column } : found;
}

function describe(pack: LinkedPack, cases: readonly CaseRun[], coverage: Coverage): PackRun {
  const unseen = unseenBranches(coverage).map((branch) => ({ ...branch, ...placeOf(pack.source.locate(branch.at)) }));
  const findings = cases.length === 0 ? [missingCases(pack)] : coverageFindings(pack, coverage);
  return { pack: pack.name, file: pack.file, cases, coverage, unseen: cases.length === 0 ? [] : unseen, findings };
}

function missingCases({ name, file, source }: LinkedPack): Diagnostic {
  const family = itemAt(name.split("/"), 1);
  return diagnostic("missing-cases", `\`${name}\` has no cases`, {
    ...{ file, path: "/pack", ...source.locate("/pack") },
    hint: `write \`${family}.cases.json\` next to it: each rule fires in one case and stays silent in another`,
  });
}

function placeOf(place: { line: number; column: number } | null): { line: number | null; column: number | null } {
  return { line: place?.line ?? null, column: place?.column ?? null };
}
