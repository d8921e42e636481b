import { DiagnosticSeverity, type Diagnostic as LspDiagnostic, type Range } from "vscode-languageserver";
import type { TextDocument } from "vscode-languageserver-textdocument";
import type { Diagnostic } from "../common/diagnostic.js";

const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  note: DiagnosticSeverity.Information,
} as const;

/** Converts a finding for the editor, with its data attached for quick fixes. */
export function toEditor(found: Diagnostic, document: TextDocument): LspDiagnostic {
  const { severity, code, message, hint, meant, absent } = found;
  return {
    range: rangeOfFinding(found, document),
    severity: severities[severity],
    code,
    source: "fettle",
    message: `${message}\n${hint}`,
    ...(meant === undefined && absent === undefined ? {} : { data: { meant, absent } }),
  };
}

const word = /^[\w$-]+/;
const string = /^"(?:[^"\\\n]|\\.)*"?/;

/** The range of a finding, to the end of the word or string there. */
function rangeOfFinding({ line, column }: Diagnostic, document: TextDocument): Range {
  const start = { line: (line ?? 1) - 1, character: (column ?? 1) - 1 };
  const offset = document.offsetAt(start);
  const rest = document.getText().slice(offset, offset + 500);
  const length = (string.exec(rest) ?? word.exec(rest))?.[0].length ?? 1;
  return { start, end: document.positionAt(offset + length) };
}
