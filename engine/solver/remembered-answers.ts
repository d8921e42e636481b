import { keyOf } from "./kept-answers.js";
import type { Solution, Solver } from "./solved.js";

/** Answers to the questions of a few packs; a model takes some kilobytes. */
const mostAnswers = 500;

/**
 * A solver that remembers its last answers: rules with equal conditions, and attempts to refine a model, lead to the
 * same question again. One that only time left undecided is asked again.
 */
export function rememberAnswers(solver: Solver): Solver {
  const answers = new Map<string, Solution>();
  return {
    ready: solver.ready,
    get asked() {
      return solver.asked;
    },
    async solve(question, attempt) {
      if (!(attempt.milliseconds >= 1)) return solver.solve(question, attempt);
      const key = `${attempt.effort} ${keyOf(question, attempt, "")}`;
      const known = answers.get(key);
      if (known !== undefined) return known;
      const solution = await solver.solve(question, attempt);
      if (solution.kind === "unknown" && !solution.isFinal) return solution;
      answers.set(key, solution);
      const [oldest] = answers.keys();
      if (answers.size > mostAnswers && oldest !== undefined) answers.delete(oldest);
      return solution;
    },
    close: () => solver.close(),
  };
}
