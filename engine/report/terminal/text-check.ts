import { count } from "../../common/count.js";
import type { Checked } from "../../packs/check/checked.js";
import type { Style } from "./style.js";
import { diagnosticText } from "./text-diagnostic.js";
import type { Diagnostic } from "../../common/diagnostic.js";

/** Renders findings for a terminal. */
export function checkText({ diagnostics, files, line, target }: Checked, { colors }: Style): string {
  const findings = diagnostics.map((entry) => `${diagnosticText(entry, line, colors)}\n`).join("");
  const isFine = diagnostics.length === 0;
  const opening = target === null || isFine ? "" : `checking for ${target}\n\n`;
  const summary = `checked ${count(files.length, "file")}${target === null ? "" : ` for ${target}`}: ${countSeverities(diagnostics)}`;
  return `${opening}${findings}${isFine ? colors.green(summary) : colors.bold(summary)}\n`;
}

/** Renders `1 error, 2 warnings`, without severities that do not occur. */
function countSeverities(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic["severity"]) => diagnostics.filter((entry) => entry.severity === severity).length;
  const parts = (["error", "warning", "note"] as const).flatMap((severity) =>
    of(severity) === 0 ? [] : [count(of(severity), severity)],
  );
  return parts.length === 0 ? "no findings" : parts.join(", ");
}
