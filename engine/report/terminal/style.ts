/** Adds the terminal codes of a color or style to a text. */
type Paint = (text: string) => string;
export type Colors = Readonly<Record<"bold" | "dim" | "red" | "green" | "yellow" | "cyan", Paint>>;

const asItIs: Paint = (text) => text;

/** No colors. */
export const plain: Colors = { bold: asItIs, dim: asItIs, red: asItIs, green: asItIs, yellow: asItIs, cyan: asItIs };

/** How text is displayed. */
export interface Style {
  /** Without effect if the output is not a terminal. */
  readonly colors: Colors;
  /** Columns of the terminal, or null to leave lines unwrapped. */
  readonly columns: number | null;
}
