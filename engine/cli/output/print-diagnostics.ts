import { formatDiagnostic, type Diagnostic } from "../../common/diagnostic.js";
import { escapeControls } from "../../common/printable.js";
import type { Colors } from "../../report/terminal/style.js";
import type { Streams } from "./streams.js";

/** Writes diagnostics to standard error, errors first; only errors if `quiet`. */
export function printDiagnostics(diagnostics: readonly Diagnostic[], streams: Streams, quiet = false): void {
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const others = quiet ? [] : diagnostics.filter(({ severity }) => severity !== "error");
  for (const entry of [...errors, ...others]) streams.note(`${showDiagnostic(entry, streams.noteColors)}\n`);
}

/** Renders a diagnostic for a terminal; control characters of the user's files are escaped. */
export function showDiagnostic(entry: Diagnostic, colors: Colors): string {
  const paint = { error: colors.red, warning: colors.yellow, note: colors.cyan }[entry.severity];
  return formatDiagnostic(entry).replace(`${entry.severity}:`, (word) => colors.bold(paint(word)));
}

/** Writes notes, which are neither results nor mistakes, to standard error. */
export function printNotes(notes: readonly string[], streams: Streams): void {
  for (const note of notes) streams.note(`${escapeControls(note)}\n`);
}
