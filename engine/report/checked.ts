import type { Diagnostic } from "../common/diagnostic.js";
import type { Style } from "./terminal/style.js";

/** What `fettle check` found. */
export interface Checked {
  /** By file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** project@version; null where the rules do not load. */
  readonly target: string | null;
  /** Every file that was looked at. */
  readonly files: readonly string[];
  /** A line of one of the files, from 1; null where there is none. */
  line(file: string, number: number): string | null;
  /** Of the program. */
  readonly version: string;
}

export type CheckReport = (checked: Checked, style: Style) => string;

/** The reports of a check, by the name that `--format` takes. */
export const checkReports = {
  text: async (): Promise<CheckReport> => (await import("./terminal/text-check.js")).checkText,
  json: async (): Promise<CheckReport> => (await import("./json/json-check.js")).checkJson,
  sarif: async (): Promise<CheckReport> => (await import("./annotations/sarif.js")).checkSarif,
  github: async (): Promise<CheckReport> => (await import("./annotations/github.js")).checkGithub,
};

export type CheckFormat = keyof typeof checkReports;

/** `1 error`, `2 errors`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** `1 error, 2 warnings`; what there is none of is left out. */
export function countSeverities(diagnostics: readonly Diagnostic[]): string {
  const of = (severity: Diagnostic["severity"]) => diagnostics.filter((entry) => entry.severity === severity).length;
  const parts = (["error", "warning", "note"] as const).flatMap((severity) =>
    of(severity) === 0 ? [] : [count(of(severity), severity)],
  );
  return parts.length === 0 ? "nothing found" : parts.join(", ");
}
