import type { Diagnostic } from "../../common/diagnostic.js";
import { escapeControls } from "../../common/printable.js";
import type { Checked } from "../../packs/check/checked.js";
import { excerpt } from "../annotations/excerpt.js";
import type { Colors } from "./style.js";

/** The source line of a finding with a marker, if its location is known. */
function excerptOf({ file, line, column }: Diagnostic, read: Checked["line"]): readonly string[] {
  const text = file === null || line === null || column === null ? null : read(file, line);
  return text === null || line === null || column === null ? [] : excerpt(text, line, column);
}

/** Renders a finding with its source line; control characters of the user's files are escaped. */
export function diagnosticText(entry: Diagnostic, line: Checked["line"], colors: Colors, indent = ""): string {
  const place = [
    entry.file === null ? (entry.path ?? "") : escapeControls(entry.file),
    entry.line,
    entry.column,
  ].filter((part) => part !== null && part !== "");
  const paint = { error: colors.red, warning: colors.yellow, note: colors.cyan }[entry.severity];
  const head = `${place.length === 0 ? "" : `${colors.bold(place.join(":"))}: `}${colors.bold(paint(entry.severity))}: ${escapeControls(entry.message)} ${colors.dim(`[${entry.code}]`)}`;
  const shown = excerptOf(entry, line).map((part) => colors.dim(part));
  const hint = `  ${colors.green("help")}: ${escapeControls(entry.hint)}`;
  return [head, ...shown, hint].map((part) => `${indent}${part}\n`).join("");
}
