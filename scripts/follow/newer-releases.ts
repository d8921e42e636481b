import semver from "semver";

/**
 * The releases in the output of `pip index versions` that are newer than another, oldest first. Versions of four parts
 * are patches of older releases.
 */
export function newerReleases(output: string, release: string): readonly string[] {
  const listed = output.match(/(?<![\d.])\d+\.\d+\.\d+(?=,|\s|\)|$)/g) ?? [];
  return [...new Set(listed)].filter((version) => semver.gt(version, release)).sort(semver.compare);
}
