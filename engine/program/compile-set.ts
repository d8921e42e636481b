import type { Evaluation, Step } from "../actions/evaluation.js";
import type { JsonObject } from "../base/json.js";
import { closeCondition } from "../lang/conditions.js";
import type { LinkedStage } from "../pack/link-set.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import { sequence } from "./close-pack.js";
import type { CompiledPacks } from "./compile-packs.js";

function architectureOf({ document }: Evaluation): string {
  const architecture = (document.model_config as JsonObject | null | undefined)?.architecture;
  return typeof architecture === "string" ? architecture : "";
}

/** The stages of a set as one step: each pack runs where its architectures and conditions say. */
export function compileSet({ stages, operators }: LinkedPacks, { step, traced }: CompiledPacks): { step: Step; traced: Step } {
  const compile = (stage: LinkedStage, run: (pack: string) => Step): Step => {
    if (stage.kind === "dispatch") {
      return (evaluation) => {
        const pack = stage.packs.get(architectureOf(evaluation));
        return pack === undefined || run(pack)(evaluation);
      };
    }
    const test = stage.when === null ? null : closeCondition(stage.when, operators);
    return (evaluation) => {
      if (stage.architectures !== null && !stage.architectures.has(architectureOf(evaluation))) return true;
      return test !== null && !test(evaluation.document, null) ? true : run(stage.pack)(evaluation);
    };
  };
  return {
    step: sequence(stages.map((stage) => compile(stage, step))),
    traced: sequence(stages.map((stage) => compile(stage, traced))),
  };
}

