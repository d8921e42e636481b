// What the page and its worker tell each other about edited rules: plain data.
import type { Diagnostic } from "../../../engine/common/diagnostic.js";
import type { Effect } from "../../../engine/diff/effects.js";
import type { ResultDifference } from "../../../engine/solver/compare-results.js";
import type { CaseRun } from "../../../engine/testing/run-cases.js";
import type { Texts } from "./data.js";
import type { Deployment } from "./deployment.js";

export interface EditRequest {
  readonly turn: number;
  /** Texts that differ from the shipped ones, by file. */
  readonly edits: Texts;
  readonly deployment: Deployment;
  /** The file of the pack that is open. */
  readonly pack: string;
}

/** A document that the edited rules treat differently. */
export interface Witness extends Pick<Effect, "document" | "outcome" | "rules"> {
  readonly pack: string;
  /** The text of the pack's cases file with this witness added; null if the edited rules lack the pack. */
  readonly cases: { readonly file: string; readonly text: string } | null;
}

/** What a worker found out, in this order; `deployment` to `done` are missing if the rules cannot run. */
export type EditAnswer =
  /** The findings of `fettle check` in the edited files. */
  | { readonly kind: "checked"; readonly diagnostics: readonly Diagnostic[]; readonly runs: boolean }
  /** Differences for the visitor's deployment; null if the deployment has errors. */
  | { readonly kind: "deployment"; readonly differences: readonly ResultDifference[] | null }
  | { readonly kind: "cases"; readonly cases: readonly CaseRun[]; readonly findings: readonly Diagnostic[] }
  | { readonly kind: "witness"; readonly witness: Witness }
  | { readonly kind: "done" }
  | { readonly kind: "failed"; readonly message: string };

/** An answer with the turn of its request. */
export type Answered = EditAnswer & { readonly turn: number };
