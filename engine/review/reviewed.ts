import type { Diagnostic } from "../common/diagnostic.js";
import type { LinkedPack } from "../packs/linked.js";
import type { Checked } from "../packs/check/checked.js";
import type { DecisionTable } from "../explain/decision-table.js";
import type { Differed, DifferedPack } from "../diff/differed.js";
import type { ProvedSubject } from "../proofs/proved.js";
import type { RuleFlow } from "../explain/rule-flow.js";
import type { TestedPack } from "../testing/tested.js";

/** What a branch does to the packs of a rule set: checked, tested and compared. */
export interface Reviewed {
  /** Of the program. */
  readonly version: string;
  /** project@version. */
  readonly target: string;
  /** The two states, as a reader knows them: `main (1a2b3c4)`, `working tree`. */
  readonly base: string;
  readonly head: string;
  /** Rule files that were added, removed or changed. */
  readonly files: readonly ChangedFile[];
  /** Packs whose pack or cases changed, and packs that run one of them; by name. */
  readonly packs: readonly ReviewedPack[];
  /** Everything that was found, by place. */
  readonly findings: readonly ReviewFinding[];
  /** The kinds of findings with which the review fails. */
  readonly failOn: readonly FindingKind[];
  /** What could not be looked at, and why. */
  readonly gaps: readonly string[];
  /** Null where the two states could not be compared. */
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
  /** `cases-changed`: only its cases did; `text-changed`: its text, but no value in it; `runs-changed`: it includes a pack that changed. */
  readonly status: "added" | "removed" | "changed" | "renamed" | "cases-changed" | "text-changed" | "runs-changed";
  /** The new version; null where it was removed or cannot be loaded, and then nothing below is known, either. */
  readonly linked: LinkedPack | null;
  readonly tested: ReviewedTests | null;
  /** What each rule reads and writes, in order. */
  readonly flow: readonly RuleFlow[];
  /** Its rules, column by column; null where there is none. */
  readonly table: DecisionTable | null;
  /** What differs; null where nothing could be compared, or no rule differs. */
  readonly differed: DifferedPack | null;
  /** What was proved of it; null where it did not change, or has no rules. */
  readonly proved: ProvedSubject | null;
}

export interface ReviewedTests extends TestedPack {
  readonly coverage: TestedPack["coverage"] & { readonly conditions: readonly SeenCondition[] };
}

/** How often cases saw a condition come out true and false. */
export interface SeenCondition {
  /** Its place in the pack, as a JSON Pointer. */
  readonly at: string;
  readonly text: string;
  readonly seenTrue: number;
  readonly seenFalse: number;
}

/** What can be found, and whether a review fails with it where nothing else is said. */
export const findingKinds = {
  error: { fails: true, about: "a pack, its cases or a set cannot be loaded, or cannot mean what they say" },
  warning: { fails: true, about: "something is likely a mistake" },
  case: { fails: true, about: "a case does not match its expectation" },
  coverage: { fails: true, about: "a rule never fires or is never silent in the cases, or a pack has none" },
  proof: { fails: true, about: "a rule can never fire, or a claim of the team does not hold" },
  expired: { fails: true, about: "a rule is no longer wanted for the target, or today" },
  unstated: { fails: true, about: "behavior changed, and no case of the branch states it" },
  behaviour: { fails: false, about: "behavior changed" },
  unproved: { fails: false, about: "whether behavior changed could not be decided" },
} as const;

export type FindingKind = keyof typeof findingKinds;

/** A finding with its kind; a note tells, and never fails. */
export interface ReviewFinding extends Diagnostic {
  readonly kind: FindingKind;
}

/** The findings with which the review fails. */
export function failures({ findings, failOn }: Pick<Reviewed, "findings" | "failOn">): readonly ReviewFinding[] {
  return findings.filter(({ kind }) => failOn.includes(kind));
}
