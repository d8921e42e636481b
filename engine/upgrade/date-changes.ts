import { jsonEqual } from "../common/json.js";
import { readPath } from "../common/path.js";
import type { Result } from "../generated/result.js";
import type { Dated, Move } from "./compare-deployment.js";
import type { UpgradeCause } from "./upgraded.js";
import { runDeployment, type Deployment, type DeploymentRun, type Release } from "./deployment.js";
import { sameFailure, sameLogs, type ResultDifference } from "../solver/compare-results.js";

/** The key of a difference in `Dates`. */
export const keyOf = (difference: ResultDifference, causes: readonly UpgradeCause[]): string =>
  JSON.stringify([difference, causes]);

/**
 * Finds the introducing release of a difference between two releases: runs the deployment in each release in between,
 * from the last backwards, until it differs from the end. Memoizes the result for the same difference with the same
 * causes in other deployments. `place` returns the place of the deployment in its fleet.
 */
export function datingWith(way: readonly Release[], place: () => number = () => 0): Pick<Move, "date" | "dates"> {
  const dates = new Map<string, Dated>();
  const runs = new WeakMap<Deployment, Map<Release, DeploymentRun>>();
  const date: Move["date"] = (difference, causes, deployment, after) => {
    const key = keyOf(difference, causes);
    const known = dates.get(key);
    if (known !== undefined) return known.since;
    const own = runs.get(deployment) ?? new Map<Release, DeploymentRun>();
    runs.set(deployment, own);
    let since = after.release.version;
    for (const release of way.toReversed()) {
      const run = own.get(release) ?? runDeployment(deployment, release);
      own.set(release, run);
      if (!isAsAtEnd(difference, run.result, after.result)) break;
      since = release.version;
    }
    dates.set(key, { since, place: place() });
    return since;
  };
  return { date, dates };
}

function isAsAtEnd({ kind, name }: ResultDifference, result: Result, end: Result): boolean {
  if (kind === "failure") return sameFailure(result.error, end.error);
  if (kind === "log")
    return sameLogs(
      ...([result, end].map(({ logs }) => logs.filter(({ code }) => code === name)) as [
        Result["logs"],
        Result["logs"],
      ]),
    );
  const path = name.split(".");
  return result.ok === end.ok && jsonEqual(readPath(result.document, path), readPath(end.document, path));
}
