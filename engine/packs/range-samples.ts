import semver, { type SemVer } from "semver";
import { itemAt } from "../common/must.js";
import { rangeOptions } from "./target.js";

const lowest = new semver.SemVer("0.0.0-0");
const first = new semver.SemVer("0.0.0");

/**
 * Returns sample versions, oldest first, that cover every combination of ranges which any version satisfies.
 *
 * A range is a predicate on a version's position in semver order relative to the range's bounds, since pre-releases
 * take part in the order. Two versions with no bound at or between them therefore satisfy the same ranges, so the
 * bounds and one version in each gap around and between them suffice. A gap is empty if its upper bound is the
 * successor of its lower bound.
 */
export function sampleVersions(ranges: Iterable<string>): readonly string[] {
  const named = [...new Set(ranges)].flatMap(boundsOf).sort(semver.compare);
  const bounds = named.filter((bound, index) => index === 0 || semver.neq(bound, itemAt(named, index - 1)));
  const gaps = bounds.flatMap((bound, index) => [bound, ...sampleBetween(bound, bounds[index + 1])]);
  return [...below(bounds[0]), ...gaps].map(({ version }) => version);
}

/** The versions that a range compares with when pre-releases are included. */
function boundsOf(range: string): readonly SemVer[] {
  const comparators = new semver.Range(range, rangeOptions).set.flat();
  return comparators.flatMap(({ semver: bound }) => (bound instanceof semver.SemVer ? [bound] : []));
}

function below(bound: SemVer | undefined): readonly SemVer[] {
  return [first, lowest].filter((version) => bound === undefined || semver.lt(version, bound)).slice(0, 1);
}

/** Returns a version strictly between two others: the next release if possible, otherwise the successor. */
function sampleBetween(low: SemVer, high: SemVer | undefined): readonly SemVer[] {
  const { major, minor, patch, prerelease } = low;
  const isRelease = prerelease.length === 0;
  const next = `${major}.${minor}.${isRelease ? patch + 1 : patch}`;
  const successor = isRelease ? `${next}-0` : `${low.version}.0`;
  const versions = [next, successor].flatMap((version) => semver.parse(version) ?? []);
  return versions.filter((version) => high === undefined || semver.lt(version, high)).slice(0, 1);
}
