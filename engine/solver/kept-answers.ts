import { createHash } from "node:crypto";
import { version } from "../common/version.js";
import { cacheFolder } from "../workspace/cache-folder.js";
import { readKept, writeKept } from "../workspace/kept-values.js";
import { withKnownAnswers } from "./known-answers.js";
import type { Question } from "./smtlib/smt.js";
import type { Attempt, Solution, Solver } from "./solved.js";

/** Most files are smaller than a kilobyte. */
const ofQuestions = { name: "answers", mostFiles: 64, mostBytes: 2 ** 18 };

interface Kept {
  readonly kind: Solution["kind"];
  readonly values: readonly (readonly [string, string])[];
  /** With what effort it stayed undecided, and why. */
  readonly effort: number;
  readonly reason: string;
}

/**
 * A solver that keeps its answers in the cache folder, by the hash of the question. `identity` tells solvers apart: an
 * answer counts only for the solver that gave it. README.md says what is trusted.
 */
export function keepAnswers(solver: Solver, identity: string, cache = cacheFolder()): Solver {
  if (cache === null) return solver;
  return withKnownAnswers(solver, {
    keyOf: (question, attempt) => keyOf(question, attempt, identity),
    find: (key, { effort }) => solutionOf(readKept<Kept>(ofQuestions, key, cache), effort),
    add(key, { effort }, solution) {
      const values = solution.kind === "model" ? [...solution.values] : [];
      const reason = solution.kind === "unknown" ? solution.reason : "";
      const answer: Kept = { kind: solution.kind, values, effort, reason };
      writeKept(ofQuestions, key, answer, cache);
    },
  });
}

/** Effort and time decide which questions are answered, not how. */
export function keyOf(
  { text, read }: Pick<Question, "text" | "read">,
  { arithmetic }: Pick<Attempt, "arithmetic">,
  identity: string,
): string {
  return createHash("sha256")
    .update(JSON.stringify([version(), identity, arithmetic, read.source, text]))
    .digest("hex");
}

function solutionOf(kept: Kept | null, effort: number): Solution | null {
  if (kept === null) return null;
  if (kept.kind === "unknown")
    return kept.effort >= effort ? { kind: "unknown", reason: kept.reason, isFinal: true } : null;
  return kept.kind === "never" ? { kind: "never" } : { kind: "model", values: new Map(kept.values) };
}
