import semver from "semver";
import { lastOf } from "../common/must.js";
import type { Move } from "./compare-deployment.js";
import { datingWith } from "./date-changes.js";
import type { Release } from "./deployment.js";
import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { servingEngineOf } from "../resolve/serving-engines.js";
import type { ServingEngine } from "../serving/serving-engine.js";
import { memoryFor } from "../workspace/shared-memory.js";
import { nearestRelease } from "../packs/choose-target.js";
import { releaseNamed } from "../packs/known-releases.js";
import { loadProgram, type Program } from "../workspace/load-program.js";
import { findRuleFiles } from "../workspace/rule-set-version.js";
import { chooseRules, type RuleChoice } from "../workspace/choose-rules.js";

/** What a deployment states about its current release. */
export interface StatedRelease {
  readonly release?: string | null;
  /** A vLLM image that does not state its release. */
  readonly unknownImage?: string | null;
}

/** The releases to compare, and the rules. */
export interface ReleaseChoice extends RuleChoice {
  /** The current release, such as `0.32`; takes precedence over the deployment's own. */
  readonly from?: string | undefined;
  /** The release to upgrade to; defaults to the newest known. */
  readonly to?: string | undefined;
  /** Called with the warnings about the rules. */
  readonly onFindings?: ((findings: readonly Diagnostic[]) => void) | undefined;
}

export interface OpenReleases {
  readonly engine: ServingEngine;
  /**
   * Returns the move of a deployment; fails if neither it nor the options state its release. Memoized across
   * deployments.
   */
  move(deployment: StatedRelease): Promise<Move>;
  /** The target of all moves. */
  readonly to: Release;
  /** Formats a release as project@version. */
  nameOf(release: Pick<Release, "version">): string;
}

/**
 * Opens the releases of a move, and those between; their rules are loaded for the first deployment that needs them.
 * `place` returns the place in the fleet of the deployment that is compared.
 * @throws FettleError
 */
export async function openReleases(
  { from, to, onFindings, ...choice }: ReleaseChoice,
  place?: () => number,
): Promise<OpenReleases> {
  const found = await findRuleFiles(undefined, choice);
  const chosen = chooseRules(choice, found.project);
  const memory = memoryFor({ engines: chosen.engines });
  const load = async (target: string | undefined): Promise<Program> => {
    const { program, diagnostics } = await loadProgram(
      { set: chosen.set, target, files: found.files, engines: chosen.engines },
      { memory },
    );
    if (program === null || found.diagnostics.length > 0) throw new FettleError([...found.diagnostics, ...diagnostics]);
    if (target === chosen.target) onFindings?.(diagnostics);
    return program;
  };
  const today = await load(chosen.target);
  const { project, version } = today.linked.target;
  const engine = await servingEngineOf(today.linked.engine);
  const { releases } = engine.release();
  const target = readRelease("--to", to ?? lastOf(releases), project);
  const asked = from === undefined ? null : readRelease("--from", from, project);
  const opened = new Map<string, Release>();
  const open = async (release: string): Promise<Release> => {
    const known = opened.get(release);
    if (known !== undefined) return known;
    const program = release === version ? today : await load(`${project}@${release}`);
    const fresh = { version: release, serving: engine.release(release), program };
    opened.set(release, fresh);
    return fresh;
  };
  // A set that follows the newest release does not tell what runs today.
  const stated =
    chosen.target === undefined && version === releases.at(-1) ? null : readRelease("--target", version, project);
  const moves = new Map<string, Move>();
  const move = async ({ release: named = null, unknownImage = null }: StatedRelease): Promise<Move> => {
    const start = asked ?? (named === null ? stated : readRelease(null, named, project));
    if (start === null || (asked === null && unknownImage !== null)) {
      const message =
        unknownImage === null
          ? "the current release is unknown: name it with `--from`"
          : `release unknown: the image \`${unknownImage}\` does not name one: name it with \`--from\``;
      throw new FettleError([
        diagnostic("unknown-release", message, { hint: "name the current release, such as `--from 0.32`" }),
      ]);
    }
    const known = moves.get(start);
    if (known !== undefined) return known;
    const way: Release[] = [];
    for (const release of between(start, target, releases)) way.push(await open(release));
    const fresh = { from: await open(start), to: await open(target), way, ...datingWith(way, place) };
    moves.set(start, fresh);
    return fresh;
  };
  return { engine, move, to: await open(target), nameOf: (release) => `${project}@${release.version}` };
}

/** The known releases between two, in the order of the move. */
function between(start: string, end: string, known: readonly string[]): readonly string[] {
  const [low, high] = semver.gt(start, end) ? [end, start] : [start, end];
  const found = known.filter((release) => semver.gt(release, low) && semver.lt(release, high));
  return low === start ? found : found.toReversed();
}

/**
 * Parses a release: `0.33.0`, `v0.33.0`, `0.33` for its newest patch, `latest`, each possibly after `vllm@`. @throws
 * FettleError if it is unknown.
 */
function readRelease(option: string | null, text: string, project: string): string {
  const version = text.startsWith(`${project}@`) ? text.slice(project.length + 1) : text;
  const found = releaseNamed(version, project);
  if (found !== null) return found;
  const hint = nearestRelease(project, version);
  throw new FettleError([
    diagnostic(
      "unknown-release",
      `\`${option === null ? "" : `${option} `}${text}\` is not a known release of ${project}`,
      { hint },
    ),
  ]);
}
