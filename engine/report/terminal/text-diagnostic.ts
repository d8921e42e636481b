import type { Diagnostic } from "../../common/diagnostic.js";
import { escapeControls } from "../../common/printable.js";
import type { Checked } from "../../packs/check/checked.js";
import { excerpt } from "../annotations/excerpt.js";
import type { Colors } from "./style.js";

/** A finding with the line that it is about, safe to print whatever the user's files hold. */
export function diagnosticText(entry: Diagnostic, line: Checked["line"], colors: Colors, indent = ""): string {
  const place = [
    entry.file === null ? (entry.path ?? "") : escapeControls(entry.file),
    entry.line,
    entry.column,
  ].filter((part) => part !== null && part !== "");
  const paint = { error: colors.red, warning: colors.yellow, note: colors.cyan }[entry.severity];
  const head = `${place.length === 0 ? "" : `${colors.bold(place.join(":"))}: `}${colors.bold(paint(entry.severity))}: ${escapeControls(entry.message)} ${colors.dim(`[${entry.code}]`)}`;
  const text =
    entry.file === null || entry.line === null || entry.column === null ? null : line(entry.file, entry.line);
  const shown = text === null ? [] : excerpt(text, entry.line!, entry.column!).map((part) => colors.dim(part));
  const hint = `  ${colors.green("help")}: ${escapeControls(entry.hint)}`;
  return [head, ...shown, hint].map((part) => `${indent}${part}\n`).join("");
}
