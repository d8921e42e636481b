import semver from "semver";
import { memoizeText } from "../common/memoize.js";
import { releaseNamed, releasesOf, splitTarget } from "./known-releases.js";

/** A release that packs are loaded for, such as vllm@0.33.0. */
export interface Target {
  readonly project: string;
  readonly version: string;
}

/**
 * Parses `project@version`, where the version may be a name such as `latest`; null if it is neither a name nor a semver
 * version.
 */
export function parseTarget(text: string): Target | null {
  const { project, version } = splitTarget(text);
  return project === undefined ? null : targetNamed(version, project);
}

/** Resolves a version name of a project; null if it is neither in the catalog nor a semver version. */
export function targetNamed(word: string, project: string, known = releasesOf(project)): Target | null {
  const version = releaseNamed(word, project, known) ?? semver.parse(word)?.version;
  return version === undefined || !/^[a-z0-9][a-z0-9._-]*$/.test(project) ? null : { project, version };
}

/** Formats a target as `parseTarget` reads it. */
export function targetText({ project, version }: Target): string {
  return `${project}@${version}`;
}

/** Whether a string is a valid semver range. */
export function isRange(range: string): boolean {
  return range.trim() !== "" && rangeNamed(range).range !== null;
}

/** Pre-releases take part in the version order like any other version. */
export const rangeOptions = { includePrerelease: true } as const;

/** Packs state few distinct ranges, many times. */
const rangeNamed = memoizeText((text: string): { readonly range: semver.Range | null } => {
  try {
    return { range: new semver.Range(text, rangeOptions) };
  } catch {
    return { range: null };
  }
});

/** Whether a range of a pack or rule includes the target; true without a range. */
export function holdsFor(range: string | undefined, target: Target): boolean {
  return range === undefined || rangeNamed(range).range?.test(target.version) === true;
}
