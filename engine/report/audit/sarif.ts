import { createHash } from "node:crypto";
import type { ReportingDescriptor, Result } from "sarif";
import type { Audited } from "../../audit/audited.js";
import { fileUri } from "../annotations/file-uri.js";
import { sarifLog } from "../annotations/sarif-log.js";
import { findingsOf, type AuditFinding } from "./findings.js";

/** Renders an audit as SARIF 2.1.0, located in the manifests; accepted violations are suppressed. */
export function auditSarif(audited: Audited): string {
  const findings = findingsOf(audited);
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  return sarifLog(
    audited.version,
    ids.map((id) => describeRule(id, audited)),
    findings.map((found) => describeResult(found, ids.indexOf(found.id))),
  );
}

function describeRule(id: string, { rules }: Audited): ReportingDescriptor {
  const rule = rules.find((entry) => entry.rule === id);
  const text = rule?.why ?? `A deployment does not start, or cannot be read: ${id}`;
  return {
    id,
    shortDescription: { text },
    ...(rule?.owner == null ? {} : { properties: { owner: rule.owner } }),
  };
}

function describeResult(found: AuditFinding, ruleIndex: number): Result {
  const { id, severity, message, hint, file, line, column, accepted, deployment } = found;
  const region =
    line === null ? {} : { region: { startLine: line, ...(column === null ? {} : { startColumn: column }) } };
  const identity = createHash("sha256")
    .update(JSON.stringify([id, deployment ?? file, message]))
    .digest("hex");
  return {
    ruleId: id,
    ruleIndex,
    level: severity,
    message: { text: hint === "" ? message : `${message}. ${hint}` },
    ...(file === null ? {} : { locations: [{ physicalLocation: { artifactLocation: fileUri(file), ...region } }] }),
    ...(accepted === null ? {} : { suppressions: [{ kind: "external", justification: accepted }] }),
    partialFingerprints: { "fettleFinding/v1": identity.slice(0, 32) },
  };
}
