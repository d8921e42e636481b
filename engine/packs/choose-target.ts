import semver from "semver";
import type { EngineAdapter } from "../common/engine-adapter.js";
import { diagnostic, type Diagnostic, type Hint } from "../common/diagnostic.js";
import { firstOf, lastOf, must } from "../common/must.js";
import { didYouMean } from "../common/nearest.js";
import { knownProjects, releasesOf, splitTarget } from "./known-releases.js";
import type { ReadPacks } from "./read-packs.js";
import { targetNamed, type Target } from "./target.js";

export interface ChosenTarget {
  /** Null if there are diagnostics. */
  readonly target: Target | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** The choices of targets. */
export interface TargetChoice {
  /** The default project of a bare version. */
  readonly project: string;
  /** Projects besides those in the release catalog. */
  readonly ownProjects: readonly string[];
  /** The engine of the set, with its releases. */
  readonly engine?: EngineAdapter | undefined;
}

/**
 * Resolves a target as the user writes it: `vllm@0.33.0`, or shorter as `0.33.0`, `0.33` or `latest`. A release that
 * the catalog lacks is refused, a newer one too: its flags, defaults and model classes are unknown.
 */
export function chooseTarget(text: string, { project: usual, ownProjects, engine }: TargetChoice): ChosenTarget {
  const { project = usual, version } = splitTarget(text);
  const projects = [...new Set([...knownProjects, ...ownProjects, ...(engine === undefined ? [] : [engine.name])])];
  const known = project === engine?.name ? engine.releases : releasesOf(project);
  if (!projects.includes(project))
    return refused(
      "unknown-release",
      `unknown project \`${project}\``,
      didYouMean(project, projects) ?? `projects: ${projects.join(", ")}`,
    );
  const target = targetNamed(version, project, known) ?? targetNamed(`${version}.0`, project, known);
  if (target === null)
    return refused(
      "bad-target",
      `\`${text}\` is not a target`,
      `write it as project@version, such as ${project}@${known.at(-1) ?? "1.0.0"}, or \`latest\``,
    );
  if (known.length === 0 || known.includes(coreOf(target.version))) return { target, diagnostics: [] };
  return refused(
    "unknown-release",
    `${project} has no release \`${version}\``,
    nearestRelease(project, version, known),
  );
}

/** The hint for a release that the catalog lacks: the one before it, else the oldest; the newest for other words. */
export function nearestRelease(project: string, version: string, known = releasesOf(project)): string {
  if (known.length === 0) return `projects with known releases: ${knownProjects.join(", ")}`;
  const meant = semver.coerce(version) ?? lastOf(known);
  const nearest = known.findLast((release) => semver.lte(release, meant)) ?? firstOf(known);
  return `did you mean \`${project}@${nearest}\`? known releases: ${known[0]} to ${known.at(-1)}`;
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
