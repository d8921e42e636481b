import type { Diagnostic } from "../common/diagnostic.js";

/** Whether a diagnostic is an error, or means that vLLM refuses to start. */
export const preventsStart = (found: Diagnostic): boolean => found.severity === "error" || isStartRefused(found);

/** Whether a diagnostic about flags or model files means that vLLM refuses to start. */
export function isStartRefused({ code, severity }: Diagnostic): boolean {
  if (code === "unknown-architecture") return severity !== "note";
  return code === "start-refused" || code === "unknown-flag";
}
