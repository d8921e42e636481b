import type { Audited, AuditedDeployment } from "../../audit/audited.js";
import type { Diagnostic, Severity } from "../../common/diagnostic.js";
import { launchText, reasonText, suggestionText, violationText } from "./messages.js";

/** A finding of an audit with its location: a rule's name, or a diagnostic's code. */
export interface AuditFinding extends Pick<Diagnostic, "file" | "line" | "column" | "message" | "hint"> {
  readonly id: string;
  readonly severity: Severity;
  readonly deployment: string | null;
  /** Why it does not count, if an exception accepts it. */
  readonly accepted: string | null;
}

/** Lists all findings of an audit by deployment, then the files that could not be read. */
export function findingsOf(audited: Audited): readonly AuditFinding[] {
  return [
    ...audited.deployments.flatMap((entry) => ofDeployment(entry, audited)),
    ...[...audited.findings, ...audited.idle].map((found) => ({
      ...found,
      id: found.code,
      deployment: null,
      accepted: null,
    })),
  ];
}

function ofDeployment(entry: AuditedDeployment, { rules }: Audited): readonly AuditFinding[] {
  const place = { file: entry.file, line: entry.line, column: null, deployment: entry.name };
  const launch = entry.launch.map(
    (fault): AuditFinding => ({
      ...place,
      id: fault.code,
      severity: "error",
      message: `${entry.name} ${launchText(fault)}`,
      hint: fault.hint ?? "run `fettle resolve` to see how the configuration is resolved",
      accepted: null,
    }),
  );
  const outcomes = entry.outcomes.flatMap((outcome): readonly AuditFinding[] => {
    if (outcome.verdict !== "violated" && outcome.verdict !== "accepted") return [];
    const rule = rules.find(({ rule: name }) => name === outcome.rule);
    const advice = [...(rule === undefined ? [] : [reasonText(rule)]), ...outcome.suggestions.map(suggestionText)];
    return [
      {
        ...place,
        id: outcome.rule,
        severity: outcome.severity,
        message: `${entry.name} ${violationText(outcome)}`,
        hint: advice.filter((text) => text !== "").join(" "),
        accepted: outcome.exception?.reason ?? null,
      },
    ];
  });
  return [...launch, ...outcomes];
}
