import { count } from "../common/count.js";
import type { Diagnostic } from "../common/diagnostic.js";

/** Renders `1 error, 2 warnings`, without severities that do not occur. */
export function countSeverities(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic["severity"]) => diagnostics.filter((entry) => entry.severity === severity).length;
  const parts = (["error", "warning", "note"] as const).flatMap((severity) =>
    of(severity) === 0 ? [] : [count(of(severity), severity)],
  );
  return parts.length === 0 ? "no findings" : parts.join(", ");
}
