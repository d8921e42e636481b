import type { Suggestion } from "./nearest.js";
import { escapeControls, printableLines } from "./printable.js";

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
}

/** What to do next, as text or as the name that was probably meant. */
export type Hint = string | Suggestion;

export type Severity = "error" | "warning" | "note";

/** All diagnostic codes. Each has its section in docs/reference/diagnostics.md. */
export const diagnosticCodes = [
  // reading
  "file-not-found",
  "file-unreadable",
  "file-too-large",
  "file-unwritable",
  "not-utf8",
  "json-syntax",
  "yaml-syntax",
  "duplicate-key",
  "forbidden-key",
  "too-deep",
  "not-json",
  "not-an-object",
  // packs
  "schema",
  "unknown-key",
  "name-mismatch",
  "duplicate-rule",
  "duplicate-pack",
  "bad-version-range",
  "bad-expiry",
  "bad-target",
  "unknown-release",
  "unknown-pack",
  "unknown-set",
  "unknown-engine",
  "bad-source",
  "inverted-id",
  "include-cycle",
  "too-many-steps",
  "ambiguous-dispatch",
  "hook-mismatch",
  "policy-rule",
  "misplaced-policy",
  // language
  "forbidden-path",
  "bad-path",
  "unknown-field",
  "unknown-fact",
  "unused-fact",
  "unknown-condition",
  "unused-condition",
  "condition-cycle",
  "fact-cycle",
  "unknown-operator",
  "operator-type",
  "wrong-value-type",
  "wrong-enum-value",
  "unguarded-negative",
  "never-runs",
  "rule-expired",
  "expression-syntax",
  "expression-refused",
  "bad-placeholder",
  // documents and deployments
  "document-type",
  "document-unknown-field",
  "bad-same",
  "unknown-flag",
  "bad-flag-value",
  "repeated-flag",
  "flag-without-effect",
  "unknown-variable",
  "bad-server-info",
  "bad-recipe",
  "template-not-rendered",
  "unknown-config-map",
  "unexpanded-variable",
  "unknown-choice",
  "no-architecture",
  "unknown-architecture",
  "bad-model-config",
  "start-refused",
  // cases
  "bad-case",
  "case-failed",
  "rule-never-fired",
  "rule-never-silent",
  "missing-cases",
  "mutant-missed",
  // exceptions
  "bad-exception",
  "idle-exception",
  // claims
  "bad-claim",
  "claim-broken",
  "claim-unproved",
  "rule-dead",
  "failure-unreachable",
  // versions of rules
  "git-failed",
  "unknown-revision",
  "behaviour-changed",
  "behaviour-unstated",
  "behaviour-unproved",
  // use
  "usage",
  "exists-already",
  "limit",
] as const;

export type DiagnosticCode = (typeof diagnosticCodes)[number];

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

/**
 * Formats a diagnostic as `file:line:column: severity: message [code]`, with the hint on a line of its own. Control
 * characters are escaped.
 */
export function formatDiagnostic(entry: Diagnostic): string {
  return `${diagnosticLine(entry)}\n${printableLines(escapeControls(`  ${entry.hint}`))}`;
}

/** Formats a diagnostic without its hint, on one line. */
export function diagnosticLine({ file, path, line, column, severity, message, code }: Diagnostic): string {
  const place = [file ?? path, line, column].filter((part) => part !== null).join(":");
  return printableLines(escapeControls(`${place === "" ? "" : `${place}: `}${severity}: ${message} [${code}]`));
}
