/** Limits for time and memory of an analysis, from its first term to its last answer. */
export interface Budget {
  /** Deadline, in the time of `performance.now`. */
  readonly end: number;
  /** Approximate memory limit of a term table, in megabytes. */
  readonly megabytes: number;
}

/** Thrown when a budget is used up, and caught where a question is asked, which is then undecided. */
class OverBudget extends Error {}

/** Far more than the largest question that a solver can handle, and less than a process has. */
const defaultMegabytes = 300;

export const unlimited: Budget = { end: Infinity, megabytes: defaultMegabytes };

/** Creates a budget of a number of seconds from now. */
export const budgetOf = (seconds: number): Budget => ({ ...unlimited, end: performance.now() + seconds * 1000 });

export const isOver = ({ end }: Budget): boolean => performance.now() >= end;

/** Returns a fraction of the remaining budget, such as half of its time. */
export function shareOf(budget: Budget, part: number): Budget {
  const now = performance.now();
  return budget.end === Infinity ? budget : { ...budget, end: now + Math.max(budget.end - now, 0) * part };
}

/** Throws if the time is used up. */
export function spendTime(budget: Budget): void {
  if (isOver(budget)) throw new OverBudget("the time limit was reached before the formula was complete");
}

/** Throws if the memory, in bytes, exceeds the budget. */
export function spendMemory({ megabytes }: Budget, bytes: number): void {
  if (bytes > megabytes * 2 ** 20) throw new OverBudget(`too large: the formula takes more than ${megabytes} MB`);
}

/** Returns the reason if an error means that a budget is used up; null for any other error. */
export function reasonOver(error: unknown): string | null {
  if (error instanceof OverBudget) return error.message;
  // Terms are traversed recursively: one that is nested too deeply for that is too large.
  return error instanceof RangeError && /call stack/.test(error.message)
    ? "too large: the formula is nested too deeply"
    : null;
}

/** Returns the result of some work, or a substitute if a budget is used up first. */
export async function orWhenOver<Result>(
  work: () => Promise<Result> | Result,
  instead: (reason: string) => Result,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const reason = reasonOver(error);
    if (reason === null) throw error;
    return instead(reason);
  }
}
