import type { Diagnostic } from "../../common/diagnostic.js";

/** The result of checking rules. */
export interface Checked {
  /** Sorted by file, line and column. */
  readonly diagnostics: readonly Diagnostic[];
  /** Findings about the set or the target, without a file. */
  readonly unplaced: readonly Diagnostic[];
  /** project@version; null if the rules do not load. */
  readonly target: string | null;
  /** All checked files. */
  readonly files: readonly string[];
  /** Returns a line of one of the files, from 1; null if it does not exist. */
  line(file: string, number: number): string | null;
  /** Version of fettle. */
  readonly version: string;
}
