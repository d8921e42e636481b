import semver from "semver";
import { firstOf, fromMap } from "../common/must.js";
import type { EngineAdapter } from "../common/engine-adapter.js";
import type { Pack } from "../generated/pack.js";
import type { LinkedPacks } from "../packs/linked.js";
import { sampleVersions } from "../packs/range-samples.js";
import { holdsFor, parseTarget, type Target } from "../packs/target.js";
import { contentAt, rangesOf } from "./pack-contents.js";
import { packsTogether, withIncluded } from "./packs-together.js";

/**
 * Releases besides those already compared, as project@version, at which two versions of a rule set must be compared so
 * that the result covers every release, known or not; oldest first.
 *
 * Lemma: two releases at which each version has the same content (`contentAt`) in every pack of a group show the same
 * differences for the documents that reach this group (`packsTogether`). An evaluation depends on the document, on the
 * stages, which do not depend on releases, and on the content of the packs that it can run, all of which are in one
 * group. A pack that no stage runs is compared alone, with its includes, which are in one group, too. It is therefore
 * sufficient to compare each pair of contents of each group once, and none where both versions of the group have the
 * same content.
 *
 * Packs of one group are not separated by the fields that they touch: one that touches nothing of another may still
 * fail before it at some releases, and mask a difference there.
 */
export function otherTargets(before: LinkedPacks, after: LinkedPacks, compared: readonly Target[]): readonly string[] {
  const sides = [before, after].map(packsOf);
  const all = sides.flatMap((packs) => [...packs.values()]);
  const changed = changedIn(sides);
  const isSameSet = stagesText(before) === stagesText(after);
  const groups = packsTogether(all, after.engine.dispatch, unrun(before, after))
    .map((group) => [...group])
    // Two versions of all others have the same content at every release.
    .filter((group) => !isSameSet || group.some((name) => changed.has(name)));
  const choicesAt = (target: Target): readonly string[] =>
    groups.flatMap((group, index) => {
      const [left, right] = sides.map((packs) => contentsAt(packs, group, target));
      return isSameSet && left === right ? [] : [`${index} ${left} ${right}`];
    });
  const ofCases = releasesOfCases([before, after], (name) => changed.has(name));
  return otherChoices(
    after.target.project,
    all,
    [...ofCases, ...knownReleases(after.engine, after.target.project)],
    choicesAt,
    compared,
  );
}

function changedIn(sides: readonly Packs[]): ReadonlySet<string> {
  const names = sides.flatMap((packs) => [...packs.keys()]);
  return new Set(names.filter((name) => new Set(sides.map((packs) => JSON.stringify(packs.get(name)))).size > 1));
}

/** Packs that stages run for whole deployments only, in any set that was read: no compared evaluation runs them. */
function unrun(...versions: readonly LinkedPacks[]): ReadonlySet<string> {
  const stages = versions
    .flatMap(({ read }) => read.sets.flatMap(({ content }) => content.stages))
    .filter((stage) => "pack" in stage);
  const run = new Set(stages.flatMap((stage) => (stage.for === "deployments" ? [] : [stage.pack])));
  return new Set(stages.map(({ pack }) => pack).filter((name) => !run.has(name)));
}

/** Releases at which the content of a pack or its includes differs from that at the target: one for each choice. */
export function otherReleases(linked: LinkedPacks, name: string): readonly string[] {
  const packs = packsOf(linked);
  const own = [...withIncluded([name], [...packs.values()])];
  const choicesAt = (target: Target) =>
    contentAt(fromMap(packs, name), target) === null ? [] : [contentsAt(packs, own, target)];
  const { target } = linked;
  const preferred = [
    ...releasesOfCases([linked], (other) => other === name),
    ...knownReleases(linked.engine, target.project),
  ];
  return otherChoices(
    target.project,
    own.map((other) => fromMap(packs, other)),
    preferred,
    choicesAt,
    [target],
  );
}

/**
 * One release for each choice that was not compared, preferably one in use. The contents of packs change only where
 * their ranges divide the order of versions, so the samples cover every choice.
 */
function otherChoices(
  project: string,
  packs: readonly Pack[],
  preferred: readonly string[],
  choicesAt: (target: Target) => readonly string[],
  compared: readonly Target[],
): readonly string[] {
  const ranges = [...new Set(packs.flatMap(rangesOf))];
  const byRanges = new Map<string, Target>();
  for (const version of [...preferred, ...sampleVersions(ranges)]) {
    const target = { project, version };
    const held = ranges.map((range) => holdsFor(range, target)).join();
    if (!byRanges.has(held)) byRanges.set(held, target);
  }
  const seen = new Set(compared.flatMap(choicesAt));
  const found = [...byRanges.values()].filter((target) => {
    const choices = choicesAt(target).filter((choice) => !seen.has(choice));
    for (const choice of choices) seen.add(choice);
    return choices.length > 0;
  });
  return found
    .map(({ version }) => version)
    .sort(semver.compare)
    .map((version) => `${project}@${version}`);
}

/** The releases that cases of packs name. */
function releasesOfCases(versions: readonly LinkedPacks[], isMeant: (pack: string) => boolean): readonly string[] {
  const cases = versions
    .flatMap(({ read }) => read.cases)
    .flatMap(({ content }) => (isMeant(content.pack) ? content.cases : []));
  const targets = [...new Set(cases.flatMap(({ target }) => target ?? []))].flatMap((text) => parseTarget(text) ?? []);
  return targets.flatMap((target) => (target.project === firstOf(versions).target.project ? [target.version] : []));
}

/** The releases of a project that its engine's adapter knows, oldest first; empty for another project. */
export function knownReleases(engine: EngineAdapter, project: string): readonly string[] {
  return project === engine.name ? engine.releases : [];
}

type Packs = ReadonlyMap<string, Pack>;

const packsOf = ({ packs }: LinkedPacks): Packs => new Map([...packs].map(([name, { pack }]) => [name, pack]));

function contentsAt(packs: Packs, names: readonly string[], target: Target): string {
  return JSON.stringify(
    names.map((name) => {
      const pack = packs.get(name);
      return pack === undefined ? null : contentAt(pack, target);
    }),
  );
}

/** Renders the stages, and whatever else determines which packs run. */
function stagesText({ set, read }: LinkedPacks): string {
  const sets = read.sets.map(({ content }) => [content.set, content.extends ?? null, content.stages] as const);
  return JSON.stringify([set, sets.toSorted(([one], [other]) => (one < other ? -1 : 1))]);
}
