import { memoize } from "../common/memoize.js";
import type { Pack } from "../generated/pack.js";
import { holdsFor, type Target } from "../packs/target.js";

/** What a pack, a match entry or a rule says, with the range of the versions for which it says so. */
interface Ranged {
  readonly content: string;
  readonly versions: string | undefined;
}

/** What takes part in evaluations: what is for people, and ranges that have been applied, do not. */
const partsOf = memoize(({ hook, match, facts, conditions, rules }: Pack) => ({
  frame: JSON.stringify([hook, match === undefined, facts, conditions]),
  parts: [
    ...(match?.architectures ?? []).map((entry): Ranged => {
      const { architecture, versions } =
        typeof entry === "string" ? { architecture: entry, versions: undefined } : entry;
      return { content: JSON.stringify(architecture), versions };
    }),
    ...rules.map(({ id, when, then, versions }): Ranged => ({ content: JSON.stringify({ id, when, then }), versions })),
  ],
}));

/**
 * What a pack says at a release: everything about the pack that an evaluation depends on. Null where it is not for the
 * release, and so does nothing. Key order counts, which at worst tells two equal contents apart.
 */
export function contentAt(pack: Pack, target: Target): string | null {
  if (!holdsFor(pack.versions, target)) return null;
  const { frame, parts } = partsOf(pack);
  return [frame, ...parts.flatMap(({ content, versions }) => (holdsFor(versions, target) ? [content] : []))].join("\n");
}

/** Every version range in a pack that decides what it says at a release. */
export function rangesOf({ versions, match, rules }: Pack): readonly string[] {
  const entries = (match?.architectures ?? []).map((entry) => (typeof entry === "string" ? undefined : entry.versions));
  return [versions, ...entries, ...rules.map((rule) => rule.versions)].filter((range) => range !== undefined);
}
