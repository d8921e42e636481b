import { compareReleases } from "../../engine/diff/compare-releases.js";
import type { RuleSetVersion } from "../../engine/workspace/rule-set-version.js";
import { diffReports } from "../../engine/report/formats.js";
import { isHarmless, type Differed } from "../../engine/diff/differed.js";

/** What `fettle diff` says, through the functions that its command calls. */
export interface Verdict {
  readonly differed: Differed;
  /** `ledger`: the same, apart from the ledger. */
  readonly overall: "same" | "ledger" | "differs" | "not-proved";
  readonly seconds: number;
}

/** @throws whatever the command would print as an internal error. */
export async function verdictOf(base: RuleSetVersion, head: RuleSetVersion, seconds: number): Promise<Verdict> {
  const started = performance.now();
  const { differed } = await compareReleases(base, head, { fleet: [], seconds, show: () => {} });
  const style = { colors: new Proxy({}, { get: () => (text: string) => text }), columns: 120 } as never;
  for (const report of Object.values(diffReports)) (await report())(differed, style);
  return { differed, overall: overallOf(differed), seconds: (performance.now() - started) / 1000 };
}

function overallOf(differed: Differed): Verdict["overall"] {
  const verdicts = differed.packs.map(({ verdict }): string => verdict);
  if (verdicts.includes("differs")) return "differs";
  if (verdicts.includes("not-proved")) return "not-proved";
  if (verdicts.some((verdict) => verdict !== "same")) return "ledger";
  return isHarmless(differed) ? "same" : "not-proved";
}

/** The verdict for one pack; that of the whole where the pack is not told of. */
export function coverOf({ differed, overall }: Verdict, pack: string | undefined): string {
  if (pack === undefined) return overall;
  const found = differed.packs.find((entry) => entry.pack === pack);
  return found === undefined ? "same" : found.verdict;
}
