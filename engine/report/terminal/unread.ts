import { formatDiagnostic, type Diagnostic } from "../../common/diagnostic.js";
import type { Colors } from "./style.js";

/** Renders why deployments could not be read, with what to do; nothing if all could. */
export function unreadText(findings: readonly Diagnostic[], colors: Colors): readonly string[] {
  if (findings.length === 0) return [];
  const lines = findings.flatMap((found) => formatDiagnostic(found).split("\n"));
  return [[colors.bold("not read"), ...lines.map((line) => `  ${line}`)].join("\n")];
}
