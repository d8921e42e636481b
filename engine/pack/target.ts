import semver from "semver";

/** A release that packs are loaded for, such as vllm@0.19.0. */
export interface Target {
  readonly project: string;
  readonly version: string;
}

/** Reads `project@version`; null where the version is not a semver version. */
export function parseTarget(text: string): Target | null {
  const [, project, version] = /^([a-z0-9][a-z0-9._-]*)@(.+)$/.exec(text) ?? [];
  const parsed = version === undefined ? null : semver.parse(version);
  return project === undefined || parsed === null ? null : { project, version: parsed.version };
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
