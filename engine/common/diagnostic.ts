import type { diagnosticMessages } from "./diagnostic-messages.js";
import type { Suggestion } from "./nearest.js";
import { escapeControls, printableLines, shorten } from "./printable.js";

/** A problem and its location, as data. User mistakes are always diagnostics; only bugs are thrown. */
export interface Diagnostic {
  readonly code: DiagnosticCode;
  readonly severity: Severity;
  /** The file as the user named it; null for text from memory without a name. */
  readonly file: string | null;
  /** Location inside the document as a JSON Pointer (RFC 6901), or null. */
  readonly path: string | null;
  /** 1-based; null if there is no text. */
  readonly line: number | null;
  /** 1-based, in UTF-16 code units; null if there is no text. */
  readonly column: number | null;
  /** Lower case, no full stop, the user's input in backticks. */
  readonly message: string;
  /** What to do next. */
  readonly hint: string;
  /** The name that was probably meant; omitted if no known name is close. */
  readonly meant?: string;
  /** The field or fact whose absence a comparison does not consider. */
  readonly absent?: string;
  /** The flag whose value or use it is about. */
  readonly flag?: string;
  /** The model class that it is about, where the message also names the release. */
  readonly architecture?: string;
}

/** What to do next, as text or as the name that was probably meant. */
export type Hint = string | Suggestion;

export type Severity = "error" | "warning" | "note";

/** All codes: the keys of the table of their sentences. */
export type DiagnosticCode = keyof typeof diagnosticMessages;

/** Creates a diagnostic; location fields that are not given become null. */
export function diagnostic(
  code: DiagnosticCode,
  message: string,
  { hint, ...rest }: { readonly hint: Hint } & Partial<Omit<Diagnostic, "code" | "message" | "hint">>,
): Diagnostic {
  const stated = typeof hint === "string" ? { hint } : { hint: hint.text, meant: hint.meant };
  return { severity: "error", file: null, path: null, line: null, column: null, ...rest, ...stated, code, message };
}

/** Carries diagnostics to callers of the library. */
export class FettleError extends Error {
  override readonly name = "FettleError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((entry) => formatDiagnostic(entry)).join("\n"));
    this.diagnostics = diagnostics;
  }
}

/** Maximum length of a printed message or file name: they may have a word of any length from the command line. */
const longest = 1000;

/**
 * Formats a diagnostic as `file:line:column: severity: message [code]`, with the hint on a line of its own. Control
 * characters are escaped; an overlong message is printed without its middle.
 */
export function formatDiagnostic(entry: Diagnostic): string {
  return `${diagnosticLine(entry)}\n${printableLines(escapeControls(`  ${entry.hint}`))}`;
}

/** Formats a diagnostic without its hint, on one line. */
export function diagnosticLine({ file, path, line, column, severity, message, code }: Diagnostic): string {
  const name = file ?? path;
  const place = [name === null ? null : shorten(name, longest), line, column].filter((part) => part !== null).join(":");
  const told = `${severity}: ${shorten(message, longest)} [${code}]`;
  return printableLines(escapeControls(place === "" ? told : `${place}: ${told}`));
}
