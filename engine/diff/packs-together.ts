import type { ActionEffect } from "../language/actions/effect.js";
import { syntaxOf } from "../language/actions/index.js";
import type { Path } from "../common/path.js";
import type { Pack } from "../generated/pack.js";

/**
 * Groups packs that one evaluation can run, by the architecture of its document: those that match it at any release in
 * any version, and their includes. If a rule may write the architecture, any pack may run, and there is one group.
 * Omits groups that are subsets of another. Packs in `apart` are run by no stage of these versions.
 */
export function packsTogether(
  versions: readonly Pack[],
  dispatch: Path,
  apart: ReadonlySet<string> = new Set(),
): readonly ReadonlySet<string>[] {
  const names = new Set(versions.map(({ pack }) => pack));
  const alone = [...names].filter((name) => apart.has(name)).map((name) => withIncluded([name], versions));
  if (versions.some((pack) => !apart.has(pack.pack) && writesField(pack, dispatch)))
    return [new Set([...names].filter((name) => !apart.has(name))), ...alone];
  const everywhere = versions.flatMap(({ pack, match }) => (match === undefined && !apart.has(pack) ? [pack] : []));
  const matching = new Map<string, string[]>([["", []]]);
  for (const { pack, match } of versions) {
    for (const entry of match?.architectures ?? []) {
      const architecture = typeof entry === "string" ? entry : entry.architecture;
      matching.set(architecture, [...(matching.get(architecture) ?? []), pack]);
    }
  }
  // A pack that no architecture reaches is compared alone.
  const starts = [...[...matching.values()].map((own) => [...own, ...everywhere]), ...[...names].map((name) => [name])];
  const groups = new Map(
    starts.map((start) => withIncluded(start, versions)).map((group) => [[...group].sort().join(), group]),
  );
  const isPartOf = (group: ReadonlySet<string>, other: ReadonlySet<string>) =>
    other.size > group.size && [...group].every((name) => other.has(name));
  return [...groups.values()].filter((group, _, others) => !others.some((other) => isPartOf(group, other)));
}

/** Packs with their transitive includes at any release in any version. */
export function withIncluded(names: readonly string[], versions: readonly Pack[]): ReadonlySet<string> {
  const found = new Set(names);
  for (const name of found)
    for (const pack of versions) if (pack.pack === name) for (const other of includedBy(pack)) found.add(other);
  return found;
}

function writesField({ rules }: Pack, place: Path): boolean {
  const written = effectsOf(rules).flatMap((effect) => ("path" in effect ? [effect.path] : []));
  const field = place.join(".");
  return written.some((path) => path === field || path.startsWith(`${field}.`) || field.startsWith(`${path}.`));
}

function includedBy({ rules }: Pack): readonly string[] {
  return effectsOf(rules).flatMap((effect) => (effect.kind === "include" ? [effect.pack] : []));
}

function effectsOf(rules: Pack["rules"]): readonly ActionEffect[] {
  return rules.flatMap(({ then }) => then.flatMap((action) => syntaxOf(action).effects(action)));
}
