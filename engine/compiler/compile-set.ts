import { itemAt } from "../common/must.js";
import type { Evaluation, Step } from "../language/actions/evaluation.js";
import type { JsonObject } from "../common/json.js";
import type { CompiledPacks } from "./compile-packs.js";

/** One step of a set; its condition is linked or, in a built module, code already. */
export type Stage<Condition> =
  | { readonly kind: "dispatch"; readonly packs: ReadonlyMap<string, string> }
  | {
      readonly kind: "pack";
      readonly pack: string;
      readonly architectures: ReadonlySet<string> | null;
      readonly when: Condition | null;
    };

function architectureOf({ document }: Evaluation): string {
  const architecture = (document.model_config as JsonObject | null | undefined)?.architecture;
  return typeof architecture === "string" ? architecture : "";
}

/** The stages of a set as one step: each pack runs where its architectures and conditions say. */
export function compileSet<Condition>(
  stages: readonly Stage<Condition>[],
  packs: CompiledPacks<Condition>,
): { step: Step; traced: Step } {
  return { step: runStages(stages, packs, packs.step), traced: runStages(stages, packs, packs.traced) };
}

/** What is run for an architecture, and the stages that it is run at. */
interface Plan {
  readonly steps: readonly Step[];
  readonly at: readonly number[];
}

/** What each stage runs is looked up once for an architecture, and again where a rule changes the architecture. */
function runStages<Condition>(
  stages: readonly Stage<Condition>[],
  packs: CompiledPacks<Condition>,
  run: (pack: string) => Step,
): Step {
  const plans = new Map<string, Plan>();
  const planFor = (architecture: string): Plan => {
    const known = plans.get(architecture);
    if (known !== undefined) return known;
    const found = stages.map((stage) => stepOf(stage, architecture, packs, run));
    const running = [...found.entries()].flatMap(([at, step]) => (step === null ? [] : [{ at, step }]));
    const plan = { steps: running.map(({ step }) => step), at: running.map(({ at }) => at) };
    plans.set(architecture, plan);
    return plan;
  };
  return (evaluation) => {
    let architecture = architectureOf(evaluation);
    let { steps, at } = planFor(architecture);
    for (let index = 0; index < steps.length; index++) {
      if (!itemAt(steps, index)(evaluation)) return false;
      const next = architectureOf(evaluation);
      if (next === architecture) continue;
      const done = itemAt(at, index);
      ({ steps, at } = planFor((architecture = next)));
      index = at.findLastIndex((stage) => stage <= done);
    }
    return true;
  };
}

/** What a stage does for an architecture; a pack is compiled when a document first reaches it. */
function stepOf<Condition>(
  stage: Stage<Condition>,
  architecture: string,
  packs: CompiledPacks<Condition>,
  run: (pack: string) => Step,
): Step | null {
  if (stage.kind === "dispatch") {
    const pack = stage.packs.get(architecture);
    return pack === undefined ? null : run(pack);
  }
  if (stage.architectures !== null && !stage.architectures.has(architecture)) return null;
  return stage.when === null ? run(stage.pack) : packs.guarded(stage.when, stage.pack, run);
}
