import { jsonEqual } from "../common/json.js";
import { readPath } from "../common/path.js";
import type { Result } from "../generated/result.js";
import type { Move } from "./compare-deployment.js";
import { runDeployment, type Deployment, type DeploymentRun, type Release } from "./deployment.js";
import { sameFailure, sameLogs, type ResultDifference } from "../solver/compare-results.js";

/**
 * Finds the introducing release of a difference between two releases: runs the deployment in each release in between,
 * from the last backwards, until it differs from the end. Memoizes the result for the same difference with the same
 * causes in other deployments.
 */
export function datingWith(way: readonly Release[]): Move["date"] {
  const found = new Map<string, string>();
  const runs = new WeakMap<Deployment, Map<Release, DeploymentRun>>();
  return (difference, causes, deployment, after) => {
    const key = JSON.stringify([difference, causes]);
    const known = found.get(key);
    if (known !== undefined) return known;
    const own = runs.get(deployment) ?? new Map<Release, DeploymentRun>();
    runs.set(deployment, own);
    let since = after.release.version;
    for (const release of way.toReversed()) {
      const run = own.get(release) ?? runDeployment(deployment, release);
      own.set(release, run);
      if (!isAsAtEnd(difference, run.result, after.result)) break;
      since = release.version;
    }
    found.set(key, since);
    return since;
  };
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
