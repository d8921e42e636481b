import type { Evaluated } from "./evaluated.js";
import { packRuns } from "./pack-runs.js";
import type { Style } from "./style.js";

/** Which packs ran and how many of their rules; which were looked at where none did. */
export function packLines(evaluated: Evaluated, { colors }: Style): readonly string[] {
  const runs = packRuns(evaluated);
  const count = evaluated.rules.packs.size;
  if (evaluated.result.error?.rule === null) return [];
  if (runs.length === 0) {
    const names = [...evaluated.rules.packs.keys()].join(", ");
    return [colors.bold("packs"), `  none of the ${count} applies here: ${names}`];
  }
  const width = Math.max(...runs.map(({ pack }) => pack.length));
  return [colors.bold("packs"), ...runs.map(({ pack, fired, rules }) => `  ${pack.padEnd(width)}  ${fired} of ${rules} ${rules === 1 ? "rule" : "rules"} ran`)];
}
