import type { Diagnostic } from "../common/diagnostic.js";
import { noProgress, type Progress } from "../common/progress.js";
import { memoryFor } from "../workspace/shared-memory.js";
import type { RuleChoice } from "../workspace/choose-rules.js";
import { loadVersion, requireRules } from "../workspace/rule-set-version.js";
import { budgetOf } from "../solver/budget.js";
import { Answered } from "./answered.js";
import { compareReleases, withHeadNames } from "./compare-releases.js";
import { deciderOf, type RepeatableDiff } from "./compare-sides.js";
import type { Differed } from "./differed.js";

export interface DiffOptions extends RuleChoice {
  /** A git revision, a folder of rules, or a target such as `vllm@0.33`; defaults to the last commit. */
  readonly base?: string | undefined;
  /** As for `base`; defaults to the rules on disk. */
  readonly head?: string | undefined;
  /** Folders, files or JSON lines with documents to compare. */
  readonly fleet?: readonly string[] | undefined;
  /** Total seconds for proofs of all packs and releases; 60 by default. */
  readonly seconds?: number | undefined;
  readonly onProgress?: Progress | undefined;
  /** Called with warnings about the rules of `head`. */
  readonly onFindings?: ((findings: readonly Diagnostic[]) => void) | undefined;
}

/**
 * Compares two versions of a rule set: the changed rules, with a witness for each difference or a proof of equivalence.
 *
 * @throws FettleError if a version does not exist or does not load.
 */
export async function diffRules(options: DiffOptions = {}): Promise<Differed> {
  const { base = "HEAD", head, fleet = [], seconds = 60, onProgress = noProgress, onFindings } = options;
  // Most files are the same in both.
  const memory = memoryFor({ engines: options.engines });
  const [before, after] = [await loadVersion(base, options, memory), await loadVersion(head, options, memory)];
  requireRules(before, after);
  onFindings?.(after.diagnostics);
  const { set, target, rules, engines } = options;
  // Engines have functions, which a thread cannot receive.
  const repeatable = engines === undefined ? { base, head, choice: { set, target, rules }, seconds } : undefined;
  return (await compareReleases(before, after, { fleet, seconds, repeatable, show: onProgress })).differed;
}

/** Repeats the comparison in a helper thread, which compares about as many packs as `packs`. */
export async function helpToDiff({
  base,
  head,
  choice,
  seconds,
  packs,
}: RepeatableDiff & { readonly packs: number }): Promise<(index: number) => Promise<unknown>> {
  const [{ openProver }, { comparisonsOf }] = await Promise.all([
    import("../solver/prover.js"),
    import("./compare-rules.js"),
  ]);
  const prover = await openProver({ budget: budgetOf(seconds) });
  const memory = memoryFor({});
  const [before, after] = [await loadVersion(base, choice, memory), await loadVersion(head, choice, memory)];
  const [{ program: old }, oldNames] = await withHeadNames(before, after);
  const linked = { before: old.linked, after: after.program.linked };
  const deciding = await deciderOf(prover, linked, seconds, packs, new Answered());
  return comparisonsOf(old, after.program, { ...deciding, oldNames });
}
