import type { Diagnostic, Hint } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import { architectures } from "../../generated/architectures.js";
import { adaptedNames } from "./class-endings.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";
import type { Target } from "../target.js";

const known: ReadonlySet<string> = new Set(architectures);

/** Reports architectures without a model class in any release of vLLM, unless they are marked as a plug-in's. */
export function checkMatch(pack: LinkedPack, { project }: Target): readonly Diagnostic[] {
  if (project !== "vllm") return [];
  return (pack.pack.match?.architectures ?? []).flatMap((entry, index) => {
    const { architecture, custom } = typeof entry === "string" ? { architecture: entry, custom: false } : entry;
    const unknown = custom === true ? null : unknownArchitecture(architecture);
    if (unknown === null) return [];
    const at = `/match/architectures/${index}${typeof entry === "string" ? "" : "/architecture"}`;
    return [finding(pack, "unknown-architecture", at, unknown.message, unknown.hint)];
  });
}

/** Describes an architecture without a model class in any release of vLLM, with the nearest name; null if it has one. */
export function unknownArchitecture(architecture: string): { readonly message: string; readonly hint: Hint } | null {
  if ([architecture, ...adaptedNames(architecture)].some((name) => known.has(name))) return null;
  const message = `no release of vLLM has a model class \`${architecture}\``;
  const own = `if a plug-in registers it, write { "architecture": "${architecture}", "custom": true }`;
  const nearest = didYouMean(architecture, known);
  return { message, hint: nearest === null ? own : { ...nearest, text: `${nearest.text} Else, ${own}` } };
}
