import {
  hasFailures,
  violationsOf,
  type Audited,
  type AuditedDeployment,
  type AuditRule,
  type LaunchFault,
  type Outcome,
  type Suggestion,
  type Verdict,
} from "../../audit/audited.js";
import { escapeControls } from "../../common/printable.js";
import { shellText } from "../../common/shell-text.js";
import { count } from "../../common/count.js";
import { plainValue } from "../../diff/difference-messages.js";

/** Verdicts in a matrix: a symbol, and the word for screen readers. */
export const verdictMarks: Readonly<Record<Verdict, string>> = {
  passed: "✓",
  violated: "✗",
  accepted: "~",
  unknown: "?",
};

/** The column for launch checks: whether vLLM starts the deployment. */
export const launchColumn = "starts";

export function summaryText(audited: Audited): string {
  const { deployments, findings } = audited;
  const sum = (size: (entry: AuditedDeployment) => number) =>
    deployments.reduce((total, entry) => total + size(entry), 0);
  const broken = deployments.filter(({ launch }) => launch.length > 0).length;
  const parts = [
    count(deployments.length, "deployment"),
    ...(broken === 0 ? [] : [`${broken} will not start`]),
    ...(["error", "warning", "note"] as const).flatMap((severity) => {
      const number = sum((entry) => violationsOf(entry, severity).length);
      return number === 0 ? [] : [`${count(number, "violation")} (${severity})`];
    }),
    ...some(
      sum(({ outcomes }) => outcomes.filter(({ verdict }) => verdict === "accepted").length),
      "accepted",
    ),
    ...some(findings.length, "not read"),
  ];
  return parts.length === 1 ? `${parts[0]}: no violations` : parts.join(", ");
}

function some(number: number, noun: string): readonly string[] {
  return number === 0 ? [] : [`${number} ${noun}`];
}

export function statusOf(audited: Audited): "failed" | "passed" {
  return hasFailures(audited) ? "failed" : "passed";
}

/** Renders the location of a deployment: `k8s/llm.yaml:12`. */
export function placeText({ file, line }: AuditedDeployment): string {
  return file === null ? "" : line === null ? file : `${file}:${line}`;
}

/** Renders the release, and whether the manifest states it. */
export function targetText({ target, isTargetStated }: AuditedDeployment): string {
  return isTargetStated ? target : `${target} (assumed)`;
}

export function launchText({ code, message }: LaunchFault): string {
  return escapeControls(`will not start: ${message} [${code}]`);
}

/** Renders `violates acme/limits/no-fp16: dtype is float16`. */
export function violationText({ rule, message }: Outcome): string {
  return escapeControls(`violates ${rule}: ${message ?? ""}`);
}

export function exceptionText({ exception }: Outcome): string {
  if (exception === null) return "";
  const { owner, reason, expires } = exception;
  return escapeControls(`accepted by ${owner} until ${expires}: ${reason}`);
}

export function suggestionText({ field, args, ...rest }: Suggestion): string {
  if (args !== null) return escapeControls(`suggested: ${shellText(args)}`);
  return escapeControls(
    "value" in rest ? `suggested: ${field} = ${plainValue(rest.value)}` : `suggested: unset ${field}`,
  );
}

/** Renders the reason for a rule, and its owner. */
export function reasonText({ why, owner }: Pick<AuditRule, "why" | "owner">): string {
  return escapeControls([why, owner === null ? null : `Owner: ${owner}.`].filter((part) => part !== null).join(" "));
}

/** The outcomes that need attention, most severe first. */
export function tellingOutcomes({ outcomes }: AuditedDeployment): readonly Outcome[] {
  const order = (entry: Outcome) =>
    (entry.verdict === "violated" ? 0 : 10) + ["error", "warning", "note"].indexOf(entry.severity);
  return outcomes
    .filter(({ verdict }) => verdict === "violated" || verdict === "accepted")
    .toSorted((left, right) => order(left) - order(right));
}

/** Explains why rules are unknown, each reason once with the number of rules; without those that are told elsewhere. */
export function unknownTexts(entry: AuditedDeployment, elsewhere: ReadonlySet<string> = new Set()): readonly string[] {
  return [...unknownReasons(entry)]
    .filter(([reason]) => !elsewhere.has(reason))
    .map(([reason, number]) => escapeControls(`${count(number, "rule")} unknown: ${reason}`));
}

/** Reasons why rules are unknown that hold for most deployments, with the number of deployments. */
export function usualReasons({ deployments }: Audited): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const reason of deployments.flatMap((entry) => [...unknownReasons(entry).keys()]))
    found.set(reason, (found.get(reason) ?? 0) + 1);
  return new Map([...found].filter(([, number]) => number > 2 && number > deployments.length / 2));
}

/** The reasons why rules are unknown, with the number of rules. */
function unknownReasons({ outcomes }: AuditedDeployment): ReadonlyMap<string, number> {
  const reasons = new Map<string, number>();
  for (const { verdict, message } of outcomes)
    if (verdict === "unknown") reasons.set(message ?? "", (reasons.get(message ?? "") ?? 0) + 1);
  return reasons;
}
