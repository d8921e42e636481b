import { fileURLToPath } from "node:url";
import type { Limits, Solved } from "./solved.js";
import { findNativeZ3, NativeZ3 } from "./native-z3.js";
import type { Question } from "./smtlib/smt.js";

/** The solution of one question: unsatisfiable, the constants of a model, or undecided. */
export type Solution =
  | { readonly kind: "never" }
  | { readonly kind: "model"; readonly values: ReadonlyMap<string, string> }
  | { readonly kind: "unknown"; readonly reason: string };

export interface Solver {
  /** Resolves once questions can be asked; rejects if the solver cannot be started. */
  readonly ready: Promise<unknown>;
  /** Number of questions asked. */
  readonly asked: number;
  /** One at a time. */
  solve(question: Question, milliseconds: number): Promise<Solution>;
  /** Ends the thread, without which the process would not exit. */
  close(): Promise<void>;
}

/**
 * The solver enforces its own time limit. If an internal error stops its clock, it is terminated after this many
 * additional milliseconds.
 */
const grace = 2000;

/** The same relative path in source and build. */
const workerFile = fileURLToPath(new URL("../solver/solver-worker.js", import.meta.url));

/** Starts a solver: the installed z3 program, otherwise the bundled one. */
export async function openSolver(limits: Limits): Promise<Solver> {
  const program = findNativeZ3();
  return program === null ? openBundled(limits) : openNative(program, limits);
}

function openNative(program: string, limits: Limits): Solver {
  const z3 = new NativeZ3(program, limits);
  let asked = 0;
  return {
    ready: Promise.resolve(),
    get asked() {
      return asked;
    },
    async solve(question, milliseconds) {
      if (!(milliseconds >= 1)) return unknown(explain("timeout", limits));
      asked++;
      const answer = await z3.ask(question, Math.ceil(milliseconds), grace);
      return answer.result === "failed" ? unknown(`the solver failed: ${answer.reason}`) : solutionOf(answer, limits);
    },
    close: () => z3.close(),
  };
}

const unknown = (reason: string): Solution => ({ kind: "unknown", reason });

function solutionOf({ result, reason, values }: Solved, limits: Limits): Solution {
  if (result === "unsat") return { kind: "never" };
  return result === "sat" ? { kind: "model", values } : unknown(explain(reason, limits));
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
  const ready = pool.run({ text: "", read: /^$/, milliseconds: 1000 });
  // The first question reports the error.
  ready.catch(() => undefined);
  let asked = 0;
  return {
    ready,
    get asked() {
      return asked;
    },
    async solve({ text, read }, milliseconds) {
      if (!(milliseconds >= 1)) return unknown(explain("timeout", limits));
      asked++;
      try {
        const signal = AbortSignal.timeout(Math.ceil(milliseconds) + grace);
        return solutionOf(await pool.run({ text, read, milliseconds: Math.ceil(milliseconds) }, { signal }), limits);
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

function explain(reason: string, { seconds, megabytes }: Limits): string {
  if (/timeout|canceled/.test(reason)) return `no answer within ${seconds} s`;
  return /memory/.test(reason) ? `no answer within ${megabytes} MB` : `no answer: ${reason}`;
}
