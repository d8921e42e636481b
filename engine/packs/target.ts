import semver from "semver";
import { releaseNamed, splitTarget } from "./known-releases.js";

/** A release that packs are loaded for, such as vllm@0.33.0. */
export interface Target {
  readonly project: string;
  readonly version: string;
}

/** Reads `project@version`, where the version may be a name such as `latest`; null where it is neither that nor a semver version. */
export function parseTarget(text: string): Target | null {
  const { project, version } = splitTarget(text);
  return project === undefined ? null : targetNamed(version, project);
}

/** The release of a project that a word names; null where it is neither in the catalog nor a semver version. */
export function targetNamed(word: string, project: string): Target | null {
  const version = releaseNamed(word, project) ?? semver.parse(word)?.version;
  return version === undefined || !/^[a-z0-9][a-z0-9._-]*$/.test(project) ? null : { project, version };
}

/** As `parseTarget` reads it. */
export function targetText({ project, version }: Target): string {
  return `${project}@${version}`;
}

/** Whether a version range is one, as semver has them. */
export function isRange(range: string): boolean {
  return range.trim() !== "" && semver.validRange(range) !== null;
}

/** A pre-release takes part in the order of versions like any other version. */
export const rangeOptions = { includePrerelease: true } as const;

/** Whether a pack or rule with this range holds for the target; without a range it always does. */
export function holdsFor(range: string | undefined, target: Target): boolean {
  return range === undefined || semver.satisfies(target.version, range, rangeOptions);
}
