import type { Diagnostic } from "../common/diagnostic.js";
import type { Json } from "../common/json.js";
import type { Severity } from "../generated/policy.js";

/** What holding a fleet to launch checks and policies found. */
export interface Audited {
  /** Of the program. */
  readonly version: string;
  /** project@version of each release that deployments were checked at, oldest first. */
  readonly targets: readonly string[];
  /** Every rule that some deployment was held to, by name. */
  readonly rules: readonly AuditRule[];
  /** In the order in which they were read. */
  readonly deployments: readonly AuditedDeployment[];
  /** What could not be read. */
  readonly findings: readonly Diagnostic[];
  /** Exceptions that accept nothing any more: they have expired, or nothing violates their rule. */
  readonly idle: readonly Diagnostic[];
  /** The severities with which the command exits with 1. */
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
  /** As its owner calls it: `Deployment/prod/llm`, else its file. */
  readonly name: string;
  readonly file: string | null;
  readonly line: number | null;
  /** project@version that it was checked at. */
  readonly target: string;
  /** Whether its manifest names that release. */
  readonly isTargetStated: boolean;
  /** The model's name; null where nothing says it. */
  readonly model: string | null;
  /** Whether the model's config.json was found: without it, rules that look at the configuration are unknown. */
  readonly isResolved: boolean;
  readonly replicas: number | null;
  /** Why it does not start, worst first; empty where it does, as far as that is known. */
  readonly launch: readonly LaunchFault[];
  /** One for each rule that applies to it. */
  readonly outcomes: readonly Outcome[];
  /** What was not clear about it. */
  readonly notes: readonly Diagnostic[];
}

/** Why vLLM does not start a deployment. */
export interface LaunchFault {
  /** A rule's code, or what is wrong with a flag. */
  readonly code: string;
  readonly message: string;
  readonly hint: string | null;
}

/** How a deployment stands to a rule. */
export type Verdict = "passed" | "violated" | "accepted" | "unknown";

export interface Outcome {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly severity: Severity;
  /** What is wrong; why the rule is unknown; null where it is passed. */
  readonly message: string | null;
  /** Changes that the rule suggests. */
  readonly suggestions: readonly Suggestion[];
  /** What accepts the violation. */
  readonly exception: AcceptedException | null;
}

export interface Suggestion {
  readonly field: string;
  /** Left out where the field is to go. */
  readonly value?: Json;
  /** Words that say it on the command line; null where no flag does. */
  readonly args: readonly string[] | null;
}

export interface AcceptedException {
  readonly owner: string;
  readonly reason: string;
  /** YYYY-MM-DD. */
  readonly expires: string;
}

/** Violations that nothing accepts, of one severity. */
export function violationsOf({ outcomes }: AuditedDeployment, severity: Severity): readonly Outcome[] {
  return outcomes.filter((entry) => entry.verdict === "violated" && entry.severity === severity);
}

/** Whether something counts that the user asked to fail on; what cannot be read or started is an error. */
export function hasFailures({ deployments, findings, failOn }: Audited): boolean {
  const isBroken =
    deployments.some(({ launch }) => launch.length > 0) || findings.some(({ severity }) => severity === "error");
  return (
    (failOn.includes("error") && isBroken) ||
    failOn.some((severity) => deployments.some((entry) => violationsOf(entry, severity).length > 0))
  );
}
