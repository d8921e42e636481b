/** Turns a text into one that a terminal shows so. */
type Paint = (text: string) => string;
export type Colors = Readonly<Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", Paint>>;

const asItIs: Paint = (text) => text;

/** No colors. */
export const plain: Colors = { bold: asItIs, dim: asItIs, red: asItIs, green: asItIs, yellow: asItIs, cyan: asItIs };

/** How text is to look where it is shown. */
export interface Style {
  /** Without effect where there is no terminal. */
  readonly colors: Colors;
  /** Columns of the terminal, or null to leave lines whole. */
  readonly columns: number | null;
}
