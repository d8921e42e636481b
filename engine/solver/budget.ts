/** How much time and memory an analysis may take, from its first term to its last answer. */
export interface Budget {
  /** When it ends, as `performance.now` tells it. */
  readonly end: number;
  /** How many megabytes a table of terms may take, roughly. */
  readonly megabytes: number;
}

/** Thrown where a budget is used up, and caught where a question is asked: the question is then undecided. */
class OverBudget extends Error {}

/** More than the largest question that a solver takes by far, and less than a process has. */
const defaultMegabytes = 300;

export const unlimited: Budget = { end: Infinity, megabytes: defaultMegabytes };

/** A budget of so many seconds from now. */
export const budgetOf = (seconds: number): Budget => ({ ...unlimited, end: performance.now() + seconds * 1000 });

export const isOver = ({ end }: Budget): boolean => performance.now() >= end;

/** The part of what is left of a budget, such as a half of its time. */
export function shareOf(budget: Budget, part: number): Budget {
  const now = performance.now();
  return budget.end === Infinity ? budget : { ...budget, end: now + Math.max(budget.end - now, 0) * part };
}

/** Ends what is being worked out where the time is over. */
export function spendTime(budget: Budget): void {
  if (isOver(budget)) throw new OverBudget("the time was over before the question was written down");
}

/** Ends what is being worked out where it takes more than so many bytes. */
export function spendMemory({ megabytes }: Budget, bytes: number): void {
  if (bytes > megabytes * 2 ** 20)
    throw new OverBudget(`too large: the question takes more than ${megabytes} MB to write down`);
}

/** Why a budget is used up, as an error says that it is; null where the error says something else. */
export function reasonOver(error: unknown): string | null {
  if (error instanceof OverBudget) return error.message;
  // Terms are walked by recursion: one that is nested too deep for that is too large.
  return error instanceof RangeError && /call stack/.test(error.message)
    ? "too large: the question is nested too deep"
    : null;
}

/** The result of some work, or what stands for it where a budget is used up before. */
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
