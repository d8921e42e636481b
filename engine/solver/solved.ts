/** The answer of a solver: for `sat`, the values of the constants that the question reads. */
export interface Solved {
  readonly result: "sat" | "unsat" | "unknown";
  readonly reason: string;
  readonly values: ReadonlyMap<string, string>;
}

/** Limits for the time of one question, including all intermediate ones, and for memory. */
export interface Limits {
  readonly seconds: number;
  readonly megabytes: number;
}
