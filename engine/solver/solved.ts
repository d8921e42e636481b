/** What a solver found: for `sat`, the values of the constants that the question reads. */
export interface Solved {
  readonly result: "sat" | "unsat" | "unknown";
  readonly reason: string;
  readonly values: ReadonlyMap<string, string>;
}

/** How long one question may take, with all that is asked on its way, and how much memory it may need. */
export interface Limits {
  readonly seconds: number;
  readonly megabytes: number;
}
