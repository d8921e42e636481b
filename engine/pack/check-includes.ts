import { kindOf } from "../actions/index.js";
import type { Diagnostic } from "../base/diagnostic.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "./linked.js";

interface Inclusion {
  readonly pack: string;
  readonly at: string;
}

/** Finds packs that include themselves, directly or through others. */
export function checkIncludes(packs: ReadonlyMap<string, LinkedPack>): readonly Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  const done = new Set<string>();
  const visit = (name: string, trail: readonly string[]): void => {
    if (done.has(name)) return;
    const pack = packs.get(name);
    for (const { pack: next, at } of pack === undefined ? [] : inclusionsOf(pack)) {
      const path = [...trail, name];
      if (path.includes(next)) {
        const circle = [...path.slice(path.indexOf(next)), next].map((part) => `\`${part}\``).join(" → ");
        diagnostics.push(finding(pack!, "include-cycle", at, `packs include each other in a circle: ${circle}`, "take one of these includes out"));
      } else visit(next, path);
    }
    done.add(name);
  };
  for (const name of packs.keys()) visit(name, []);
  return diagnostics;
}

function inclusionsOf(pack: LinkedPack): readonly Inclusion[] {
  return pack.rules.flatMap(({ then }) =>
    then.flatMap((action) => {
      const included = kindOf(action).includes(action);
      return included === null ? [] : [{ pack: included, at: action.at }];
    }),
  );
}
