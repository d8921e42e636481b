import type { Diagnostic } from "../common/diagnostic.js";
import type { LinkedPack } from "../packs/linked.js";
import type { Checked } from "../packs/check/checked.js";
import type { DecisionTable } from "../explain/decision-table.js";
import type { Differed, DifferedPack } from "../diff/differed.js";
import type { ProvedSubject } from "../proofs/proved.js";
import type { RuleFlow } from "../explain/rule-flow.js";
import type { TestedPack } from "../testing/tested.js";

/** The review of a branch's changes to a rule set: checked, tested and compared. */
export interface Reviewed {
  /** Version of fettle. */
  readonly version: string;
  /** project@version. */
  readonly target: string;
  /** The name of the base state for readers: `main (1a2b3c4)`, `working tree`. */
  readonly base: string;
  readonly head: string;
  /** Rule files that were added, removed or changed. */
  readonly files: readonly ChangedFile[];
  /** Packs with changed text or cases, and packs that include one of them; by name. */
  readonly packs: readonly ReviewedPack[];
  /** All findings, by location. */
  readonly findings: readonly ReviewFinding[];
  /** The kinds of findings that fail the review. */
  readonly failOn: readonly FindingKind[];
  /** What could not be reviewed, and why. */
  readonly gaps: readonly string[];
  /** A link to the playground with the changed packs and cases; null if none was asked for, or it would be too long. */
  readonly playground: string | null;
  /** Null if the two states could not be compared. */
  readonly differed: Differed | null;
  line: Checked["line"];
}

export interface ChangedFile {
  readonly file: string;
  readonly status: "added" | "removed" | "changed";
}

export interface ReviewedPack {
  readonly pack: string;
  readonly title: string | null;
  readonly file: string | null;
  /**
   * `cases-changed`: only its cases changed; `text-changed`: its text, but no value in it; `runs-changed`: it includes
   * a changed pack.
   */
  readonly status: "added" | "removed" | "changed" | "renamed" | "cases-changed" | "text-changed" | "runs-changed";
  /** The version in head; null if it was removed or cannot be loaded, and then the following is unknown, too. */
  readonly linked: LinkedPack | null;
  readonly tested: ReviewedTests | null;
  /** Read and write sets of each rule, in order. */
  readonly flow: readonly RuleFlow[];
  /** Its decision table; null if there is none. */
  readonly table: DecisionTable | null;
  /** Differences; null if nothing could be compared, or if no rule differs. */
  readonly differed: DifferedPack | null;
  /** Proofs; null if it did not change, or has no rules. */
  readonly proved: ProvedSubject | null;
}

export interface ReviewedTests extends TestedPack {
  readonly coverage: TestedPack["coverage"] & { readonly conditions: readonly SeenCondition[] };
}

/** Number of cases in which a condition was true and false. */
export interface SeenCondition {
  /** Location in the pack, as a JSON Pointer. */
  readonly at: string;
  readonly text: string;
  readonly seenTrue: number;
  readonly seenFalse: number;
}

/** Kinds of findings, and whether a review fails with them by default. */
export const findingKinds = {
  error: { fails: true, about: "a pack, its cases or a set cannot be loaded, or is invalid" },
  warning: { fails: true, about: "a likely mistake" },
  case: { fails: true, about: "a case does not match its expectation" },
  coverage: { fails: true, about: "a rule never fires or is never silent in the cases, or a pack has no cases" },
  proof: { fails: true, about: "a rule can never fire, or a claim does not hold" },
  expired: { fails: true, about: "a rule has expired" },
  unstated: { fails: true, about: "behavior changed, and no case of the branch states it" },
  behavior: { fails: false, about: "behavior changed" },
  unproved: { fails: false, about: "whether behavior changed could not be decided" },
} as const;

export type FindingKind = keyof typeof findingKinds;

/** A finding with its kind; notes never fail a review. */
export interface ReviewFinding extends Diagnostic {
  readonly kind: FindingKind;
}

/** The findings that fail the review. */
export function failures({ findings, failOn }: Pick<Reviewed, "findings" | "failOn">): readonly ReviewFinding[] {
  return findings.filter(({ kind }) => failOn.includes(kind));
}
