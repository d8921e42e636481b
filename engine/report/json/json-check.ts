import type { Checked } from "../../packs/check/checked.js";

/** Renders findings as JSON. */
export function checkJson({ diagnostics, files }: Checked): string {
  const of = (severity: string) => diagnostics.filter((entry) => entry.severity === severity).length;
  const report = { ok: diagnostics.length === 0, files, errors: of("error"), warnings: of("warning"), diagnostics };
  return `${JSON.stringify(report, null, 2)}\n`;
}
