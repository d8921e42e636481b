import { diagnostic, type Diagnostic, type DiagnosticCode, type Hint, type Severity } from "../../common/diagnostic.js";
import type { JsonSource } from "../../common/read-json.js";

export interface FindingExtra {
  readonly severity?: Severity;
  /** The finding is about the key, not its value. */
  readonly what?: "key";
  /** Offset inside the string at the location. */
  readonly offset?: number | undefined;
  readonly absent?: string;
}

/** Creates a finding at a location in a rule file. */
export function finding(
  { file, source }: { readonly file: string | null; readonly source: JsonSource },
  code: DiagnosticCode,
  at: string,
  message: string,
  hint: Hint,
  { severity = "error", what, offset, ...more }: FindingExtra = {},
): Diagnostic {
  const place = source.locate(at, offset === undefined ? what : { offset });
  return diagnostic(code, message, { severity, file, path: source.written?.(at) ?? at, ...place, ...more, hint });
}
