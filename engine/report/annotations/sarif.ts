import { createHash } from "node:crypto";
import type { ReportingDescriptor, Result } from "sarif";
import type { Diagnostic, DiagnosticCode } from "../../common/diagnostic.js";
import { diagnosticMessages } from "../../common/diagnostic-messages.js";
import type { Checked } from "../../packs/check/checked.js";
import { fileUri } from "./file-uri.js";
import { sarifLog } from "./sarif-log.js";

/** Renders findings as SARIF 2.1.0, for code scanning and editors. */
export function checkSarif({ diagnostics, version }: Pick<Checked, "diagnostics" | "version">): string {
  const prints = fingerprints(diagnostics);
  const codes = [...new Set(diagnostics.map(({ code }) => code))].sort();
  const results = diagnostics.map((entry, index) => ({
    ...describeResult(entry, codes.indexOf(entry.code)),
    partialFingerprints: prints[index],
  }));
  return sarifLog(version, codes.map(describeRule), results);
}

function describeRule(code: DiagnosticCode): ReportingDescriptor {
  return {
    id: code,
    shortDescription: { text: diagnosticMessages[code] },
    help: {
      text: `${diagnosticMessages[code]}. See docs/reference/diagnostics.md#${code}`,
      markdown: `[${code}](docs/reference/diagnostics.md#${code})`,
    },
  };
}

function describeResult({ severity, code, message, hint, file, line, column }: Diagnostic, ruleIndex: number): Result {
  const region =
    line === null ? {} : { region: { startLine: line, ...(column === null ? {} : { startColumn: column }) } };
  return {
    ruleId: code,
    ruleIndex,
    level: severity,
    message: { text: `${message}: ${hint}` },
    ...(file === null ? {} : { locations: [{ physicalLocation: { artifactLocation: fileUri(file), ...region } }] }),
  };
}

/**
 * Fingerprints that identify a finding after its file changed: not its line, but its message, and its index among equal
 * ones.
 */
function fingerprints(diagnostics: readonly Diagnostic[]): NonNullable<Result["partialFingerprints"]>[] {
  const seen = new Map<string, number>();
  return diagnostics.map(({ code, file, message }) => {
    const said = JSON.stringify([code, file === null ? null : fileUri(file).uri, message]);
    const hash = createHash("sha256").update(said).digest("hex");
    const count = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, count);
    return { "fettleFinding/v1": `${hash.slice(0, 32)}:${count}` };
  });
}
