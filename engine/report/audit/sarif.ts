import { createHash } from "node:crypto";
import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Audited } from "../../audit/audited.js";
import { fileUri } from "../annotations/file-uri.js";
import { findingsOf, type AuditFinding } from "./findings.js";

/** Renders an audit as SARIF 2.1.0, located in the manifests; accepted violations are suppressed. */
export function auditSarif(audited: Audited): string {
  const findings = findingsOf(audited);
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "fettle",
            semanticVersion: audited.version,
            rules: ids.map((id) => describeRule(id, audited)),
          },
        },
        columnKind: "utf16CodeUnits",
        results: findings.map((found) => describeResult(found, ids.indexOf(found.id))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
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
