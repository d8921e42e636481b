import type { Evaluated } from "../explain/evaluated.js";
import type { Style } from "./terminal/style.js";

/** What is written to standard output, and what is said beside it on standard error. */
export interface Printed {
  readonly text: string;
  readonly notes?: readonly string[];
}

export type EvaluationReport = (evaluated: Evaluated, style: Style) => Printed;
