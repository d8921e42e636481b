import { diagnostic, type Diagnostic, type DiagnosticCode, type Severity } from "../base/diagnostic.js";
import type { JsonSource } from "../base/read-json.js";

/** A finding at a place of a rule file. */
export function finding(
  { file, source }: { readonly file: string | null; readonly source: JsonSource },
  code: DiagnosticCode,
  at: string,
  message: string,
  hint: string | null,
  severity: Severity = "error",
): Diagnostic {
  return diagnostic(code, message, { severity, file, path: at, ...source.locate(at), hint });
}
