import { availableParallelism } from "node:os";

/** Each bundled solver takes 230 MB, and more of them wait for the thread that writes formulas. */
const mostSolvers = 2;

/** How many solvers a command runs at a time. */
export const solversTogether = (): number => Math.min(mostSolvers, availableParallelism());
