import type { createColors } from "picocolors";

export type Colors = ReturnType<typeof createColors>;

/** How text is to look where it is shown. */
export interface Style {
  /** Without effect where there is no terminal. */
  readonly colors: Colors;
  /** Columns of the terminal, or null to leave lines whole. */
  readonly columns: number | null;
}
