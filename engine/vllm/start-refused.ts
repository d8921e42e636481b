import type { Diagnostic } from "../common/diagnostic.js";

/** Whether vLLM refuses to start because of what was found in the flags or the model's files. */
export function isStartRefused({ code, severity }: Diagnostic): boolean {
  if (code === "unknown-architecture") return severity !== "note";
  return code === "start-refused" || code === "unknown-flag";
}
