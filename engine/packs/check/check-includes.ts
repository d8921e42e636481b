import { syntaxOf } from "../../language/actions/index.js";
import type { Diagnostic } from "../../common/diagnostic.js";
import { fromMap } from "../../common/must.js";
import type { Pack } from "../../generated/pack.js";
import { finding } from "./finding.js";
import type { LinkedPack } from "../linked.js";
import { holdsFor, type Target } from "../target.js";
import { count, deepestInclude, mostSteps } from "./worst-case.js";

/** The location at which a pack includes another. */
export interface Inclusion {
  readonly pack: string;
  readonly at: string;
}

interface Including {
  readonly pack: LinkedPack;
  readonly inclusions: readonly Inclusion[];
  /** Worst-case steps of the pack alone; infinite if it was already rejected. */
  readonly steps: number;
}

/** A pack on the stack of the depth-first search. */
interface Open extends Including {
  readonly name: string;
  next: number;
  total: number;
  depth: number;
}

/**
 * Reports include cycles, and packs that exceed the step limit with their includes. `steps` is the worst case of each
 * pack, infinite if it was rejected.
 */
export function checkIncludes(packs: ReadonlyMap<string, Including>): {
  readonly steps: ReadonlyMap<string, number>;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [];
  const done = new Map<string, { readonly steps: number; readonly depth: number }>();
  const stack: Open[] = [];
  const open = new Set<string>();
  const enter = (name: string): void => {
    const pack = fromMap(packs, name);
    stack.push({ ...pack, name, next: 0, total: pack.steps, depth: 0 });
    open.add(name);
  };
  const add = (top: Open, { pack: name, at }: Inclusion): void => {
    const included = done.get(name);
    if (included === undefined || top.total === Infinity) return;
    top.total += included.steps;
    top.depth = Math.max(top.depth, included.depth + 1);
    const isTooDeep = top.depth > deepestInclude;
    if (included.steps < Infinity && (isTooDeep || top.total > mostSteps)) {
      const message = isTooDeep
        ? `packs include each other more than ${deepestInclude} deep, through \`${name}\``
        : `with \`${name}\`, a run would take more than ${count(mostSteps)} steps`;
      diagnostics.push(
        finding(
          top.pack,
          "too-many-steps",
          at,
          message,
          "include it less often: each include also runs everything that it includes",
        ),
      );
    }
    if (isTooDeep || top.total > mostSteps) top.total = Infinity;
  };
  for (const root of packs.keys()) {
    if (!done.has(root)) enter(root);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const inclusion = top.inclusions[top.next];
      if (inclusion === undefined) {
        done.set(top.name, { steps: top.total, depth: top.depth });
        open.delete(top.name);
        stack.pop();
      } else if (open.has(inclusion.pack)) {
        const names = [...open];
        const circle = [...names.slice(names.indexOf(inclusion.pack)), inclusion.pack]
          .map((part) => `\`${part}\``)
          .join(" → ");
        diagnostics.push(
          finding(top.pack, "include-cycle", inclusion.at, `include cycle: ${circle}`, "remove one of these includes"),
        );
        top.next++;
      } else if (packs.has(inclusion.pack) && !done.has(inclusion.pack)) enter(inclusion.pack);
      else {
        add(top, inclusion);
        top.next++;
      }
    }
  }
  return { steps: new Map([...done].map(([name, { steps }]) => [name, steps])), diagnostics };
}

/** Lists the packs that a pack includes at a target. */
export function inclusionsOf(pack: Pack, target: Target): readonly Inclusion[] {
  if (!holdsFor(pack.versions, target)) return [];
  return pack.rules.flatMap(({ versions, then }, rule) =>
    then.flatMap((action, index) =>
      holdsFor(versions, target)
        ? syntaxOf(action)
            .effects(action)
            .flatMap((effect) =>
              effect.kind === "include" ? [{ pack: effect.pack, at: `/rules/${rule}/then/${index}` }] : [],
            )
        : [],
    ),
  );
}
