import type { Log, ReportingDescriptor, Result } from "sarif";
import type { Diagnostic, DiagnosticCode } from "../base/diagnostic.js";
import { diagnosticWords } from "../base/diagnostic-words.js";
import type { Checked } from "./checked.js";
import { fileUri } from "./file-uri.js";

/** Findings as SARIF 2.1.0, which code scanning and editors take. */
export function checkSarif({ diagnostics, version }: Pick<Checked, "diagnostics" | "version">): string {
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "fettle", semanticVersion: version, rules: codes.map(describeRule) } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((entry) => describeResult(entry, codes.indexOf(entry.code))),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function describeRule(code: DiagnosticCode): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: diagnosticWords[code] },
    help: { text: `${diagnosticWords[code]}. See rules/DIAGNOSTICS.md#${code}`, markdown: `[${code}](rules/DIAGNOSTICS.md#${code})` },
  };
}

function describeResult({ severity, code, message, hint, file, line, column }: Diagnostic, ruleIndex: number): Result {
  const region = line === null ? {} : { region: { startLine: line, ...(column === null ? {} : { startColumn: column }) } };
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: hint === null ? message : `${message}: ${hint}` },
    ...(file === null ? {} : { locations: [{ physicalLocation: { artifactLocation: fileUri(file), ...region } }] }),
  };
}
