import type { Diagnostic } from "../base/diagnostic.js";
import type { Pack } from "../generated/pack.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "./linked.js";
import { holdsFor, type Target } from "./target.js";

/** Where a pack runs another. */
export interface Inclusion {
  readonly pack: string;
  readonly at: string;
}

/** Finds packs that include themselves, directly or through others. */
export function checkIncludes(packs: ReadonlyMap<string, { readonly pack: LinkedPack; readonly inclusions: readonly Inclusion[] }>): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (done.has(name)) return;
    const including = packs.get(name);
    for (const { pack: next, at } of including?.inclusions ?? []) {
      const path = [...trail, name];
      if (path.includes(next)) {
        const circle = [...path.slice(path.indexOf(next)), next].map((part) => `\`${part}\``).join(" → ");
        diagnostics.push(finding(including!.pack, "include-cycle", at, `packs include each other in a circle: ${circle}`, "take one of these includes out"));
      } else visit(next, path);
    }
    done.add(name);
  };
  for (const name of packs.keys()) visit(name, []);
  return diagnostics;
}

/** The packs that a pack runs at a target. */
export function inclusionsOf(pack: Pack, target: Target): readonly Inclusion[] {
  if (!holdsFor(pack.versions, target)) return [];
  return pack.rules.flatMap(({ versions, then }, rule) =>
    then.flatMap((action, index) => ("include" in action && holdsFor(versions, target) ? [{ pack: action.include, at: `/rules/${rule}/then/${index}` }] : [])),
  );
}
