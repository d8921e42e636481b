import { keyOf } from "./kept-answers.js";
import { withKnownAnswers } from "./known-answers.js";
import type { Solution, Solver } from "./solved.js";

/** Answers to the questions of a few packs; a model takes some kilobytes. */
const mostAnswers = 500;

/**
 * A solver that remembers its last answers: rules with equal conditions, and attempts to refine a model, lead to the
 * same question again.
 */
export function rememberAnswers(solver: Solver): Solver {
  const answers = new Map<string, Solution>();
  return withKnownAnswers(solver, {
    keyOf: (question, attempt) => `${attempt.effort} ${keyOf(question, attempt, "")}`,
    find: (key) => answers.get(key) ?? null,
    add(key, _attempt, solution) {
      answers.set(key, solution);
      const [oldest] = answers.keys();
      if (answers.size > mostAnswers && oldest !== undefined) answers.delete(oldest);
    },
  });
}
