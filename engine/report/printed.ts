import type { Evaluated } from "../explain/evaluated.js";
import type { Style } from "./terminal/style.js";

/** The text for standard output, and the notes for standard error. */
export interface Printed {
  readonly text: string;
  readonly notes?: readonly string[];
}

export type EvaluationReport = (evaluated: Evaluated, style: Style) => Printed;
