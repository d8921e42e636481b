import semver from "semver";
import { jsonEqual, type Json } from "../../base/json.js";
import type { Pack, Rule } from "../../generated/pack.js";
import type { LinkedPacks } from "../../pack/link-packs.js";
import { holdsFor, parseTarget, type Target } from "../../pack/target.js";

/** A pack in two versions, at least one of which is there. */
interface Difference {
  readonly versions: readonly Pack[];
  /** Whether something outside of rules is not the same in both. */
  readonly isOutside: boolean;
  /** Rules that are not the same in both; none where only their order is not. */
  readonly rules: readonly Rule[];
}

/**
 * Releases, as project@version, at which packs that differ have other rules than at the target of both, and at which
 * what differs holds: one for each choice of rules, one that cases name, else one where a range begins or ends. With
 * `of: "changed"`, only the choice of rules that differ counts.
 */
export function otherTargets(before: LinkedPacks, after: LinkedPacks, of: "all" | "changed"): readonly string[] {
  const { project } = after.target;
  const names = [...new Set([...before.packs.keys(), ...after.packs.keys()])];
  const differing = names.flatMap((name) => compare(before.packs.get(name)?.pack, after.packs.get(name)?.pack));
  const packs = differing.flatMap(({ versions }) => versions);
  const ranges = differing.map(({ versions, isOutside, rules }) => [...new Set(versions.flatMap((pack) => rangesOf(of === "all" || isOutside ? pack : { ...pack, rules })))]);
  const named = new Set(packs.map(({ pack }) => pack));
  const ofCases = [...before.read.cases, ...after.read.cases].filter(({ content }) => named.has(content.pack)).flatMap(({ content }) => content.cases.map(({ target }) => target));
  const versions = [...ranges.flat().flatMap(namedIn).sort(semver.compare), ...ranges.flat().flatMap((range) => semver.minVersion(range)?.version ?? [])];
  const candidates = [...ofCases.flatMap((target) => (target === undefined ? [] : (parseTarget(target) ?? []))), ...versions.map((version): Target => ({ project, version }))];
  const choicesAt = (target: Target) => ranges.map((own) => own.map((range) => holdsFor(range, target)).join());
  const seen = choicesAt(after.target).map((choice) => new Set([choice]));
  const found = candidates.filter((target) => {
    const choices = choicesAt(target);
    const isNew = target.project === project && differing.some((difference, index) => matters(difference, target) && !seen[index]!.has(choices[index]!));
    if (isNew) choices.forEach((choice, index) => seen[index]!.add(choice));
    return isNew;
  });
  return found.map(({ version }) => version).sort(semver.compare).map((version) => `${project}@${version}`);
}

/** Releases at which a pack has other rules than at the target, one for each choice of them. */
export function otherReleases(linked: LinkedPacks, pack: string): readonly string[] {
  // Each choice is news to who does not have the pack.
  return otherTargets({ ...linked, packs: new Map([...linked.packs].filter(([name]) => name !== pack)) }, linked, "all");
}

function compare(left: Pack | undefined, right: Pack | undefined): readonly Difference[] {
  const versions = [left, right].filter((pack) => pack !== undefined);
  const isSame = (one: unknown, other: unknown) => jsonEqual(one as Json, other as Json);
  if (left === undefined || right === undefined) return [{ versions, isOutside: true, rules: [] }];
  if (isSame(left, right)) return [];
  const outside = ({ rules: _, ...rest }: Pack) => rest;
  const changed = (rules: readonly Rule[], others: readonly Rule[]) => rules.filter((rule) => !others.some((other) => isSame(rule, other)));
  return [{ versions, isOutside: !isSame(outside(left), outside(right)), rules: [...changed(left.rules, right.rules), ...changed(right.rules, left.rules)] }];
}

function matters({ versions, isOutside, rules }: Difference, target: Target): boolean {
  return versions.some((pack) => holdsFor(pack.versions, target)) && (isOutside || rules.length === 0 || rules.some((rule) => holdsFor(rule.versions, target)));
}

function rangesOf({ versions, match, rules }: Pick<Pack, "versions" | "match"> & { readonly rules: readonly Rule[] }): readonly string[] {
  const entries = (match?.architectures ?? []).map((entry) => (typeof entry === "string" ? undefined : entry.versions));
  return [versions, ...entries, ...rules.map((rule) => rule.versions)].filter((range) => range !== undefined);
}

/** The versions that a range names: where it may begin or end. */
function namedIn(range: string): readonly string[] {
  return new semver.Range(range).set.flatMap((part) => part.map(({ semver: { version } }) => version)).filter((version) => version !== undefined);
}
