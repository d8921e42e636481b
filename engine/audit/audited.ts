import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { Severity } from "../generated/policy.js";

/** The result of checking a fleet against launch checks and policies. */
export interface Audited {
  /** Version of fettle. */
  readonly version: string;
  /** project@version of each release at which deployments were checked, oldest first. */
  readonly targets: readonly string[];
  /** Every rule that applied to some deployment, by name. */
  readonly rules: readonly AuditRule[];
  /** In reading order. */
  readonly deployments: readonly AuditedDeployment[];
  /** What could not be read. */
  readonly findings: readonly Diagnostic[];
  /** Stale exceptions: they have expired, or nothing violates their rule. */
  readonly idle: readonly Diagnostic[];
  /** The severities for which the command exits with 1. */
  readonly failOn: readonly Severity[];
}

/** A rule of a policy. */
export interface AuditRule {
  /** vendor/family/id. */
  readonly rule: string;
  readonly why: string | null;
  readonly owner: string | null;
  readonly severity: Severity;
}

export interface AuditedDeployment {
  /** Its owner's name: `Deployment/prod/llm`, otherwise its file. */
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  /** project@version at which it was checked. */
  readonly target: string;
  /** Whether its manifest states that release. */
  readonly isTargetStated: boolean;
  /** The model's name; null if unknown. */
  readonly model: string | null;
  /** Whether the model's config.json was found: without it, rules that read the configuration are unknown. */
  readonly isResolved: boolean;
  readonly replicas: number | null;
  /** Why it does not start, most severe first; empty if it does, as far as is known. */
  readonly launch: readonly LaunchFault[];
  /** One for each rule that applies to it. */
  readonly outcomes: readonly Outcome[];
  /** Ambiguities in its files. */
  readonly notes: readonly Diagnostic[];
}

/** Why a deployment does not start. */
export interface LaunchFault {
  /** A rule's code, or that of a flag's diagnostic. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** The result of a rule for a deployment. */
export type Verdict = "passed" | "violated" | "accepted" | "unknown";

export interface Outcome {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** The violation, or why the rule is unknown; null if it passed. */
  readonly message: string | null;
  /** Changes that the rule suggests. */
  readonly suggestions: readonly Suggestion[];
  /** The exception that accepts the violation. */
  readonly exception: AcceptedException | null;
}

export interface Suggestion {
  readonly field: string;
  /** Omitted if the field should be removed. */
  readonly value?: Json;
  /** Arguments that set it; null if no flag does. */
  readonly args: readonly string[] | null;
}

export interface AcceptedException {
  readonly owner: string;
  readonly reason: string;
  /** YYYY-MM-DD. */
  readonly expires: string;
}

/** Violations of one severity that no exception accepts. */
export function violationsOf({ outcomes }: AuditedDeployment, severity: Severity): readonly Outcome[] {
  return outcomes.filter((entry) => entry.verdict === "violated" && entry.severity === severity);
}

/** Whether there is a finding of the severities to fail on; an unreadable file and a failed start are errors. */
export function hasFailures({ deployments, findings, failOn }: Audited): boolean {
  const isBroken =
    deployments.some(({ launch }) => launch.length > 0) || findings.some(({ severity }) => severity === "error");
  return (
    (failOn.includes("error") && isBroken) ||
    failOn.some((severity) => deployments.some((entry) => violationsOf(entry, severity).length > 0))
  );
}
