import semver from "semver";
import { diagnostic, type Diagnostic, type Hint } from "../common/diagnostic.js";
import { must } from "../common/must.js";
import { didYouMean } from "../common/nearest.js";
import { knownProjects, releasesOf, splitTarget } from "./known-releases.js";
import type { ReadPacks } from "./read-packs.js";
import { targetNamed, targetText, type Target } from "./target.js";

export interface ChosenTarget {
  /** Null if a diagnostic is an error. */
  readonly target: Target | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The choices of targets. */
export interface TargetChoice {
  /** The default project of a bare version. */
  readonly project: string;
  /** Projects besides those in the release catalog. */
  readonly ownProjects: readonly string[];
}

/**
 * Resolves a target as the user writes it: `vllm@0.33.0`, or shorter as `0.33.0`, `0.33` or `latest`. A release newer
 * than the catalog is accepted with a warning: version ranges have no upper bound, and a team may already have rules
 * for it.
 */
export function chooseTarget(text: string, { project: usual, ownProjects }: TargetChoice): ChosenTarget {
  const { project = usual, version } = splitTarget(text);
  const projects = [...new Set([...knownProjects, ...ownProjects])];
  const known = releasesOf(project);
  if (!projects.includes(project))
    return refused(
      "unknown-release",
      `unknown project \`${project}\``,
      didYouMean(project, projects) ?? `projects: ${projects.join(", ")}`,
    );
  const target = targetNamed(version, project) ?? targetNamed(`${version}.0`, project);
  if (target === null)
    return refused(
      "bad-target",
      `\`${text}\` is not a target`,
      `write it as project@version, such as ${project}@${known.at(-1) ?? "1.0.0"}, or \`latest\``,
    );
  const [oldest, newest] = [known[0], known.at(-1)];
  if (oldest === undefined || newest === undefined || known.includes(coreOf(target.version)))
    return { target, diagnostics: [] };
  if (!semver.gt(target.version, newest)) {
    const nearest = known.findLast((release) => semver.lt(release, target.version)) ?? oldest;
    return refused(
      "unknown-release",
      `${project} has no release \`${version}\``,
      `did you mean \`${project}@${nearest}\`? known releases: ${oldest} to ${newest}`,
    );
  }
  const message = `${targetText(target)} is newer than every known release: using the flags, defaults and model classes of ${newest}, and the rules whose \`versions\` include it`;
  return {
    target,
    diagnostics: [
      diagnostic("unknown-release", message, {
        severity: "warning",
        hint: "update fettle, or check the release notes",
      }),
    ],
  };
}

/** The projects that sets target. */
export function ownProjectsOf({ sets }: Pick<ReadPacks, "sets">): readonly string[] {
  return sets.flatMap(({ content }) => splitTarget(content.target ?? "").project ?? []);
}

/** The release that a pre-release precedes. */
function coreOf(version: string): string {
  const { major, minor, patch } = must(semver.parse(version), "the version");
  return `${major}.${minor}.${patch}`;
}

function refused(code: "bad-target" | "unknown-release", message: string, hint: Hint): ChosenTarget {
  return { target: null, diagnostics: [diagnostic(code, message, { hint })] };
}
