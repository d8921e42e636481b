import semver, { type SemVer } from "semver";
import { itemAt } from "../common/must.js";
import { rangeOptions } from "./target.js";

const lowest = new semver.SemVer("0.0.0-0");
const first = new semver.SemVer("0.0.0");

/**
 * Versions among which there is one for each choice that a version of any kind makes among ranges, oldest first.
 *
 * A range is a test of where a version stands in semver's order relative to the versions that the range names, since
 * pre-releases take part in it like all others. Two versions with no such bound at or between them therefore pass the same
 * ranges, and it is enough to have each bound and one version in each gap around and between bounds. A gap is empty where
 * the upper bound is the successor of the lower one.
 */
export function sampleVersions(ranges: Iterable<string>): readonly string[] {
  const named = [...new Set(ranges)].flatMap(boundsOf).sort(semver.compare);
  const bounds = named.filter((bound, index) => index === 0 || semver.neq(bound, itemAt(named, index - 1)));
  const gaps = bounds.flatMap((bound, index) => [bound, ...sampleBetween(bound, bounds[index + 1])]);
  return [...below(bounds[0]), ...gaps].map(({ version }) => version);
}

/** The versions that a range compares with, as it is read where pre-releases count. */
function boundsOf(range: string): readonly SemVer[] {
  const comparators = new semver.Range(range, rangeOptions).set.flat();
  return comparators.flatMap(({ semver: bound }) => (bound instanceof semver.SemVer ? [bound] : []));
}

function below(bound: SemVer | undefined): readonly SemVer[] {
  return [first, lowest].filter((version) => bound === undefined || semver.lt(version, bound)).slice(0, 1);
}

/** A version above one and below the other: the next release where that is one, else the successor. */
function sampleBetween(low: SemVer, high: SemVer | undefined): readonly SemVer[] {
  const { major, minor, patch, prerelease } = low;
  const isRelease = prerelease.length === 0;
  const next = `${major}.${minor}.${isRelease ? patch + 1 : patch}`;
  const successor = isRelease ? `${next}-0` : `${low.version}.0`;
  const versions = [next, successor].flatMap((version) => semver.parse(version) ?? []);
  return versions.filter((version) => high === undefined || semver.lt(version, high)).slice(0, 1);
}
