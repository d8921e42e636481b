import { FettleError } from "../common/diagnostic.js";
import { memoryFor } from "../workspace/shared-memory.js";
import { noProgress, type Progress } from "../common/progress.js";
import { version } from "../common/version.js";
import { compareReleases } from "../diff/compare-releases.js";
import { targetText } from "../packs/target.js";
import { budgetOf } from "../solver/budget.js";
import { isClean } from "../testing/tested.js";
import type { RuleChoice } from "../workspace/choose-rules.js";
import { requireRules } from "../workspace/rule-set-version.js";
import { systemDay } from "../workspace/system-day.js";
import { behaviorFindings, uncomparedFindings } from "./behavior-findings.js";
import { proofFindings, provePacks, startProofs } from "./prove-packs.js";
import { byWeight, checkFindings, testFindings, withoutRepeats } from "./review-findings.js";
import { changedFiles, reviewPacks, runCasesAt, statusesByFile } from "./review-packs.js";
import { findingKinds, type FindingKind, type Reviewed } from "./reviewed.js";
import { playgroundAddress, playgroundLink } from "./playground-link.js";
import { findRevisions } from "./revisions.js";
import { readRevisionRules, type RevisionRules } from "./revision-rules.js";

export interface ReviewOptions extends RuleChoice {
  /** A branch or commit; defaults to the default branch. The review starts at the merge base with `head`. */
  readonly base?: string | undefined;
  /** As for `base`; defaults to the working tree. */
  readonly head?: string | undefined;
  /** Kinds of findings that fail the review; defaults to those marked in `findingKinds`. */
  readonly failOn?: readonly FindingKind[] | undefined;
  /** Total seconds for proofs of all packs and releases; 120 by default. */
  readonly seconds?: number | undefined;
  /** The date by which `expires` is judged, as YYYY-MM-DD; defaults to today. */
  readonly today?: string | undefined;
  /** Address of a playground, to which the review then links. */
  readonly playground?: string | undefined;
  readonly onProgress?: Progress | undefined;
}

/** Fraction of the time for the comparison; the rest is for proofs about head. */
const partToCompare = 0.75;

/**
 * Reviews the changes that a branch makes to packs: checks them, runs their cases, compares behavior, proves
 * properties.
 *
 * @throws FettleError if a revision, the set or the target does not exist, a revision cannot be read, or the playground has no
 * address of the web; rules that do not load are findings.
 */
export async function reviewRules(options: ReviewOptions = {}): Promise<Reviewed> {
  const { seconds = 120, today = systemDay(), onProgress = noProgress } = options;
  const address = options.playground === undefined ? null : playgroundAddress(options.playground);
  const revisions = await findRevisions(options.base, options.head);
  // Most files are the same in both.
  const memory = memoryFor({ engines: options.engines });
  const [base, head] = [
    await readRevisionRules(revisions.base, options, today, memory),
    await readRevisionRules(revisions.head, options, today, memory),
  ];
  requireRules(base, head);
  // A set or release that does not exist is no finding about a file: nothing can be reviewed with it.
  const ofChoice = head.diagnostics.filter(({ severity, file }) => severity === "error" && file === null);
  if (ofChoice.length > 0) throw new FettleError(ofChoice);
  const files = changedFiles(base, head);
  const budget = budgetOf(seconds);
  const isPinned = options.target !== undefined;
  const early =
    head.program === null ? null : startProofs(statusesByFile(files, base, head).keys(), head.program, budget);
  const compared =
    base.program === null || head.program === null
      ? null
      : await compareReleases(
          { ...base, program: base.program, isPinned },
          { ...head, program: head.program, isPinned },
          {
            ...{ fleet: [], seconds: seconds * partToCompare },
            show: (step, done = 0) => onProgress(step, done * partToCompare),
          },
        );
  const differed = compared?.differed ?? null;
  const reviewed = await reviewPacks(files, differed, base, head);
  const programs =
    head.program === null ? [] : [head.program, ...[...(compared?.pairs.values() ?? [])].map((pair) => pair.head)];
  const packs =
    programs.length === 0
      ? reviewed
      : await provePacks(
          reviewed,
          programs,
          (step, done = 0) => onProgress(step, partToCompare + done * (1 - partToCompare)),
          budget,
          early,
        );
  const failing = new Set(
    packs
      .filter(({ tested }) => tested !== null && !isClean({ packs: [tested], findings: [] }))
      .map(({ pack, differed: own }) => own?.was ?? pack),
  );
  const found = [
    ...checkFindings(files, base, head),
    ...testFindings(packs, await runCasesAt(base, failing)),
    ...proofFindings(packs),
    ...(compared === null ? uncomparedFindings(packs, base.name) : behaviorFindings(compared)),
  ];
  return {
    version: version(),
    target: head.program === null ? "" : targetText(head.program.linked.target),
    base: base.name,
    head: head.name,
    files,
    packs,
    findings: withoutRepeats(found, packs).toSorted(byWeight),
    failOn: options.failOn ?? defaultKinds(),
    gaps: gapsOf(base, head),
    playground:
      address === null
        ? null
        : await playgroundLink(
            address,
            files,
            (file) => textOf(head, base, file),
            head.program?.linked.target.version ?? "",
          ),
    differed,
    line: (file, number) => textOf(head, base, file)?.split(/\r?\n/)[number - 1] ?? null,
  };
}

function defaultKinds(): readonly FindingKind[] {
  return (Object.keys(findingKinds) as FindingKind[]).filter((kind) => findingKinds[kind].fails);
}

function gapsOf(base: RevisionRules, head: RevisionRules): readonly string[] {
  if (head.program === null) return ["the rules do not load, so no case ran and nothing was compared"];
  return base.program === null ? [`the rules of ${base.name} do not load, so nothing was compared`] : [];
}

function textOf(head: RevisionRules, base: RevisionRules, file: string): string | null {
  const text = head.files[file] ?? base.files[file];
  return typeof text === "string" ? text : null;
}
