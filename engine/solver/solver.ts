import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { arithmeticSolvers, type Limits, type Solution, type Solved, type Solver } from "./solved.js";
import { findNativeZ3, NativeZ3 } from "./native-z3.js";
import { keepAnswers } from "./kept-answers.js";
import { rememberAnswers } from "./remembered-answers.js";

/**
 * The solver enforces its own time limit. If an internal error stops its clock, it is terminated after this many
 * additional milliseconds.
 */
const grace = 2000;

/** The same relative path in source and build. */
const workerFile = fileURLToPath(new URL("../solver/solver-worker.js", import.meta.url));

/** Starts a solver: the installed z3 program, otherwise the bundled one. */
export async function openSolver(limits: Limits): Promise<Solver> {
  const found = findNativeZ3();
  // Memory decides which questions are answered, not how.
  if (found === null) return rememberAnswers(keepAnswers(await openBundled(limits), `bundled z3 ${bundledVersion()}`));
  const solver = openNative(found.program, limits);
  return rememberAnswers(found.identity === null ? solver : keepAnswers(solver, found.identity));
}

/** What tells the solver that `openSolver` starts from every other; null if nothing does. */
export function solverIdentity(): string | null {
  const found = findNativeZ3();
  return found === null ? `bundled z3 ${bundledVersion()}` : found.identity;
}

function bundledVersion(): string {
  return (createRequire(import.meta.url)("z3-solver/package.json") as { version: string }).version;
}

function openNative(program: string, limits: Limits): Solver {
  const z3 = new NativeZ3(program, limits);
  let asked = 0;
  return {
    ready: Promise.resolve(),
    get asked() {
      return asked;
    },
    async solve(question, attempt) {
      const milliseconds = Math.ceil(attempt.milliseconds);
      if (!(milliseconds >= 1)) return unknown(noTime(limits));
      asked++;
      const end = performance.now() + milliseconds;
      const answer = await z3.ask(question, { ...attempt, milliseconds }, grace);
      return answer.result === "failed"
        ? unknown(`the solver failed: ${answer.reason}`)
        : solutionOf(answer, limits, performance.now() >= end);
    },
    close: () => z3.close(),
  };
}

const unknown = (reason: string, isFinal = false): Solution => ({ kind: "unknown", reason, isFinal });

function solutionOf({ result, reason, values }: Solved, limits: Limits, isLate: boolean): Solution {
  if (result === "unsat") return { kind: "never" };
  return result === "sat" ? { kind: "model", values } : explain(reason, limits, isLate);
}

/** Starts the bundled solver in a thread of its own: 0.4 seconds and 230 MB. */
async function openBundled(limits: Limits): Promise<Solver> {
  const { Piscina } = await import("piscina");
  const start = () =>
    new Piscina<object, Solved>({
      filename: workerFile,
      workerData: { megabytes: limits.megabytes },
      minThreads: 1,
      maxThreads: 1,
      recordTiming: false,
    });
  let pool = start();
  const ready = pool.run({ text: "", read: /^$/, milliseconds: 1000, effort: 1000, arithmetic: arithmeticSolvers.old });
  // The first question reports the error.
  ready.catch(() => undefined);
  let asked = 0;
  return {
    ready,
    get asked() {
      return asked;
    },
    async solve({ text, read }, { effort, ...attempt }) {
      const milliseconds = Math.ceil(attempt.milliseconds);
      if (!(milliseconds >= 1)) return unknown(noTime(limits));
      asked++;
      const end = performance.now() + milliseconds;
      const arithmetic = arithmeticSolvers[attempt.arithmetic];
      try {
        const signal = AbortSignal.timeout(milliseconds + grace);
        const answer = await pool.run({ text, read, milliseconds, effort, arithmetic }, { signal });
        return solutionOf(answer, limits, performance.now() >= end);
      } catch (error) {
        if (error instanceof Error && error.name === "AbortError") return unknown("the solver hung and was stopped");
        // A solver that failed is in an undefined state.
        await pool.destroy();
        pool = start();
        return unknown(`the solver failed: ${error instanceof Error ? error.message : String(error)}`);
      }
    },
    close: () => pool.destroy(),
  };
}

const noTime = ({ seconds }: Limits): string => `no answer within ${seconds} s`;

/** z3 gives the same reasons for a question that took too long and for one that took too much effort. */
function explain(reason: string, limits: Limits, isLate: boolean): Solution {
  if (/timeout|canceled|resource/.test(reason))
    return isLate ? unknown(noTime(limits)) : unknown("no answer within the effort limit", true);
  return /memory/.test(reason)
    ? unknown(`no answer within ${limits.megabytes} MB`)
    : unknown(`no answer: ${reason}`, !isLate);
}
