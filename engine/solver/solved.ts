import type { Question } from "./smtlib/smt.js";

/** The answer of a solver: for `sat`, the values of the constants that the question reads. */
export interface Solved {
  readonly result: "sat" | "unsat" | "unknown";
  readonly reason: string;
  readonly values: ReadonlyMap<string, string>;
}

/**
 * How hard to try. Unlike time, effort is the same on every machine, and so are the questions that it leaves undecided.
 */
export interface Attempt {
  readonly milliseconds: number;
  /** Limit in z3's units of work; a second has some 200,000 of them, or many more. */
  readonly effort: number;
  /** The solver for arithmetic: the older one, which the first attempt takes, or the newer one. */
  readonly arithmetic: "old" | "new";
}

/** z3's numbers for its solvers of arithmetic. */
export const arithmeticSolvers: Readonly<Record<Attempt["arithmetic"], number>> = { old: 2, new: 6 };

/** Limits for the time of one question, including all intermediate ones, and for memory. */
export interface Limits {
  readonly seconds: number;
  readonly megabytes: number;
}

/** The solution of one question: unsatisfiable, the constants of a model, or undecided. */
export type Solution =
  | { readonly kind: "never" }
  | { readonly kind: "model"; readonly values: ReadonlyMap<string, string> }
  | {
      readonly kind: "unknown";
      readonly reason: string;
      /** Whether the same question stays undecided with the same effort, however much time it has. */
      readonly isFinal: boolean;
    };

export interface Solver {
  /** Resolves once questions can be asked; rejects if the solver cannot be started. */
  readonly ready: Promise<unknown>;
  /** Number of questions asked. */
  readonly asked: number;
  /** One at a time. */
  solve(question: Question, attempt: Attempt): Promise<Solution>;
  /** Ends the thread, without which the process would not exit. */
  close(): Promise<void>;
}
