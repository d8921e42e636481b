import type { Diagnostic } from "../../common/diagnostic.js";

/** What a check of rules found. */
export interface Checked {
  /** By file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** About the set or the target, and about no file. */
  readonly unplaced: readonly Diagnostic[];
  /** project@version; null where the rules do not load. */
  readonly target: string | null;
  /** Every file that was looked at. */
  readonly files: readonly string[];
  /** A line of one of the files, from 1; null where there is none. */
  line(file: string, number: number): string | null;
  /** Of the program. */
  readonly version: string;
}
