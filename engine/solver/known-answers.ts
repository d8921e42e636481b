import type { Question } from "./smtlib/smt.js";
import type { Attempt, Solution, Solver } from "./solved.js";

/** Answers of a solver, in memory or on disk. */
export interface KnownAnswers {
  keyOf(question: Question, attempt: Attempt): string;
  /** The answer under a key; null if there is none that counts for the attempt. */
  find(key: string, attempt: Attempt): Solution | null;
  add(key: string, attempt: Attempt, solution: Solution): void;
}

/**
 * A solver that does not ask again what is known. A question that only time left undecided is asked again; one whose
 * time is over stays undecided, as without known answers.
 */
export function withKnownAnswers(solver: Solver, known: KnownAnswers): Solver {
  return {
    ready: solver.ready,
    get asked() {
      return solver.asked;
    },
    async solve(question, attempt) {
      if (!(attempt.milliseconds >= 1)) return solver.solve(question, attempt);
      const key = known.keyOf(question, attempt);
      const before = known.find(key, attempt);
      if (before !== null) return before;
      const solution = await solver.solve(question, attempt);
      if (solution.kind !== "unknown" || solution.isFinal) known.add(key, attempt, solution);
      return solution;
    },
    close: () => solver.close(),
  };
}
