import type { Evaluated } from "../../explain/evaluated.js";
import { packRuns } from "../../explain/pack-runs.js";
import { packsForDeployments } from "../../explain/group-changes.js";
import { runnablePacks } from "../../explain/runnable-packs.js";
import { count } from "../../common/count.js";
import type { Style } from "./style.js";
import { wrap } from "./wrap.js";

const mostNames = 4;

/** Renders the packs that ran with their number of rules; if none ran, those that were checked. */
export function packLines(evaluated: Evaluated, style: Style): readonly string[] {
  const { bold } = style.colors;
  if (evaluated.result.error?.rule === null) return [];
  const core = packsForDeployments(evaluated.rules);
  const runs = packRuns(evaluated).filter(({ pack }) => !core.has(pack));
  if (runs.length === 0) {
    if (core.size > 0) return [bold("packs"), "  no model-family rule applies"];
    const names = evaluated.pack === null ? [...runnablePacks(evaluated.rules)].sort() : [evaluated.pack];
    const text =
      names.length === 0
        ? "the set has none"
        : `no rule applies to this document (${count(names.length, "pack")} checked${names.length > mostNames ? "" : `: ${names.join(", ")}`})`;
    return [bold("packs"), ...wrap(text, "  ", style)];
  }
  const width = Math.max(...runs.map(({ pack }) => pack.length));
  return [
    bold("packs"),
    ...runs.map(
      ({ pack, fired, rules }) => `  ${pack.padEnd(width)}  ${fired} of ${rules} ${rules === 1 ? "rule" : "rules"} ran`,
    ),
  ];
}
