import { createHash } from "node:crypto";
import path from "node:path";
import { version } from "../common/version.js";
import { cacheFolder } from "../workspace/cache-folder.js";
import { readCached } from "../workspace/cached-file.js";
import { writeCached } from "../workspace/write-cached.js";
import { withKnownAnswers } from "./known-answers.js";
import type { Question } from "./smtlib/smt.js";
import type { Attempt, Solution, Solver } from "./solved.js";

/** For each of the 256 folders of answers; most files are smaller than a kilobyte. */
const mostFiles = 64;
/** A larger model is not kept. */
const mostBytes = 2 ** 18;

interface Kept {
  /** The key of the question, so that a file under another name counts for nothing. */
  readonly key: string;
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
  const fileOf = (key: string) => path.join(cache, "answers", key.slice(0, 2), key);
  return withKnownAnswers(solver, {
    keyOf: (question, attempt) => keyOf(question, attempt, identity),
    find: (key, { effort }) => solutionIn(readCached(fileOf(key)), key, effort),
    add(key, { effort }, solution) {
      const values = solution.kind === "model" ? [...solution.values] : [];
      const reason = solution.kind === "unknown" ? solution.reason : "";
      const answer: Kept = { key, kind: solution.kind, values, effort, reason };
      const data = Buffer.from(JSON.stringify(answer));
      if (data.length <= mostBytes) writeCached(fileOf(key), data, mostFiles);
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

function solutionIn(data: Buffer | null, key: string, effort: number): Solution | null {
  if (data === null) return null;
  try {
    const kept = JSON.parse(data.toString()) as Kept;
    if (kept.key !== key) return null;
    if (kept.kind === "unknown")
      return kept.effort >= effort ? { kind: "unknown", reason: kept.reason, isFinal: true } : null;
    return kept.kind === "never" ? { kind: "never" } : { kind: "model", values: new Map(kept.values) };
  } catch {
    // Whoever wrote it, it is no answer.
    return null;
  }
}
