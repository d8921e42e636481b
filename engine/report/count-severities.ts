import { count } from "../common/count.js";
import type { Diagnostic } from "../common/diagnostic.js";

/** `1 error, 2 warnings`; what there is none of is left out. */
export function countSeverities(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic["severity"]) => diagnostics.filter((entry) => entry.severity === severity).length;
  const parts = (["error", "warning", "note"] as const).flatMap((severity) =>
    of(severity) === 0 ? [] : [count(of(severity), severity)],
  );
  return parts.length === 0 ? "nothing found" : parts.join(", ");
}
