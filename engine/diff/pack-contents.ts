import { memoize } from "../common/memoize.js";
import type { Pack } from "../generated/pack.js";
import { holdsFor, type Target } from "../packs/target.js";

/** A pack, a match entry or a rule, with the version range in which it applies. */
interface Ranged {
  readonly content: string;
  readonly versions: string | undefined;
}

/** The parts that evaluation depends on: without documentation, and without ranges that have been applied. */
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
 * The content of a pack at a release: everything that an evaluation depends on. Null if the pack does not apply, so it
 * does nothing. Key order is significant, which at worst distinguishes two equal contents.
 */
export function contentAt(pack: Pack, target: Target): string | null {
  if (!holdsFor(pack.versions, target)) return null;
  const { frame, parts } = partsOf(pack);
  return [frame, ...parts.flatMap(({ content, versions }) => (holdsFor(versions, target) ? [content] : []))].join("\n");
}

/** Every version range in a pack that affects its content at a release. */
export function rangesOf({ versions, match, rules }: Pack): readonly string[] {
  const entries = (match?.architectures ?? []).map((entry) => (typeof entry === "string" ? undefined : entry.versions));
  return [versions, ...entries, ...rules.map((rule) => rule.versions)].filter((range) => range !== undefined);
}
