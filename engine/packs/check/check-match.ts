import type { Diagnostic, Hint } from "../../common/diagnostic.js";
import type { EngineAdapter } from "../../common/engine-adapter.js";
import { didYouMean } from "../../common/nearest.js";
import { adaptedNames } from "./class-endings.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";
import type { Target } from "../target.js";

/** Reports architectures that no release of the engine knows, unless they are marked as a plug-in's. */
export function checkMatch(pack: LinkedPack, { project }: Target, engine: EngineAdapter): readonly Diagnostic[] {
  if (project !== engine.name) return [];
  return (pack.pack.match?.architectures ?? []).flatMap((entry, index) => {
    const { architecture, custom } = typeof entry === "string" ? { architecture: entry, custom: false } : entry;
    const unknown = custom === true ? null : unknownArchitecture(architecture, engine);
    if (unknown === null) return [];
    const at = `/match/architectures/${index}${typeof entry === "string" ? "" : "/architecture"}`;
    return [finding(pack, "unknown-architecture", at, unknown.message, unknown.hint)];
  });
}

/** Describes an architecture without a model class in any release, with the nearest name; null if it has one. */
export function unknownArchitecture(
  architecture: string,
  { architectures: known, title }: EngineAdapter,
): { readonly message: string; readonly hint: Hint } | null {
  if (known === null || [architecture, ...adaptedNames(architecture)].some((name) => known.has(name))) return null;
  const message = `no release of ${title} has a model class \`${architecture}\``;
  const own = `if a plug-in registers it, write { "architecture": "${architecture}", "custom": true }`;
  const nearest = didYouMean(architecture, known);
  return { message, hint: nearest === null ? own : { ...nearest, text: `${nearest.text} Or, ${own}` } };
}
