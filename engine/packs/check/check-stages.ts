import type { Diagnostic } from "../../common/diagnostic.js";
import { fromMap } from "../../common/must.js";
import { finding } from "./finding.js";
import type { LinkedPack, LinkedStage } from "../linked.js";
import { count, mostStepsOfSet } from "./worst-case.js";

/** Reports the pack at which a run of all stages exceeds the step limit. */
export function checkStages(
  stages: readonly LinkedStage[],
  steps: ReadonlyMap<string, number>,
  packs: ReadonlyMap<string, LinkedPack>,
): readonly Diagnostic[] {
  // A pack rejected by itself is not reported again.
  const stepsOf = (name: string): number => {
    const own = steps.get(name) ?? 0;
    return own < Infinity ? own : 0;
  };
  let total = 0;
  for (const stage of stages) {
    const names = stage.kind === "pack" ? [stage.pack] : [...stage.packs.values()];
    const longest = names.reduce<string | null>(
      (most, name) => (most === null || stepsOf(name) > stepsOf(most) ? name : most),
      null,
    );
    if (longest === null) continue;
    total += stepsOf(longest);
    if (total <= mostStepsOfSet) continue;
    const message = `with \`${longest}\`, a run of all packs would take more than ${count(mostStepsOfSet)} steps`;
    return [
      finding(
        fromMap(packs, longest),
        "too-many-steps",
        "/pack",
        message,
        "restrict packs to the architectures that they are for, or run fewer of them",
      ),
    ];
  }
  return [];
}
