import type { Diagnostic } from "../common/diagnostic.js";

/** Whether vLLM refuses to start because of what was found in the flags or the model's files. */
export function isStartRefused({ code }: Diagnostic): boolean {
  return code === "start-refused" || code === "unknown-flag";
}
