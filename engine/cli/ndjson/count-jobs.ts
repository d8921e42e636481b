import { availableParallelism } from "node:os";
import { diagnostic, FettleError } from "../../common/diagnostic.js";

/** A larger number of threads is a typing mistake. */
const mostJobs = 1024;

/** Parses the number of threads of `--jobs`. @throws FettleError if it is not a valid count. */
export function countJobs(text: string | undefined): number {
  if (text === undefined) return 1;
  if (text === "auto") return availableParallelism();
  const count = /^\d{1,4}$/.test(text) ? Number(text) : NaN;
  if (count === 0) return availableParallelism();
  if (count <= mostJobs) return count;
  const hint = "use a number of threads, or `auto` for one per core";
  throw new FettleError([diagnostic("usage", `invalid value \`${text}\` for \`--jobs\``, { hint })]);
}
