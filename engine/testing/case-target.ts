import semver from "semver";
import type { Case } from "../generated/cases.js";
import { releasesOf } from "../packs/known-releases.js";
import { holdsFor, parseTarget, targetText, type Target } from "../packs/target.js";

/**
 * Returns the target of a case, as project@version: its own; otherwise the requested one, if the case and its pack
 * apply to it; otherwise the newest release to which they apply. Each case therefore always runs, and at a release
 * where it can hold.
 */
export function caseTarget(
  { target, versions }: Pick<Case, "target" | "versions">,
  packVersions: string | undefined,
  asked: Target,
): string {
  if (target !== undefined) {
    const own = parseTarget(target);
    return own === null ? target : targetText(own);
  }
  const ranges = [versions, packVersions].filter((range) => range !== undefined);
  const isFor = (version: string): boolean => ranges.every((range) => holdsFor(range, { ...asked, version }));
  if (isFor(asked.version)) return targetText(asked);
  const least = ranges.flatMap((range) => semver.minVersion(range)?.version ?? []);
  const found = releasesOf(asked.project).findLast(isFor) ?? least.find(isFor) ?? asked.version;
  return targetText({ ...asked, version: found });
}
