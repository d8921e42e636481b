import { availableParallelism } from "node:os";

/** Each bundled solver takes 230 MB, and those of one thread wait while it writes formulas for another. */
const mostSolvers = 2;

/** How many solvers a command runs at a time. */
export const solversTogether = (): number => Math.min(mostSolvers, availableParallelism());
