import { serving } from "../../engine/vllm/serving.js";
import { pinsOf } from "../../engine/explain/pins.js";
import type { Program } from "../../engine/workspace/load-program.js";
import { build, type Asked, type Deployment } from "./answers.js";

/** What vLLM made of a deployment with its pins behind its own flags. */
export interface AskedPins {
  /** Words of `vllm serve`. */
  readonly pins: readonly string[];
  /** Fields that they change; `refused` if vLLM does not start with them. */
  readonly differing: readonly string[];
}

/** The words that pin everything Fettle knows of a deployment. */
export function pinsOfDeployment(deployment: Deployment, kept: Asked, { run, linked }: Program): readonly string[] {
  const built = build(deployment, kept);
  const { trace = [], ...result } = run(built.document, { trace: true });
  const { pins } = pinsOf({
    before: built.document,
    result,
    trace,
    rules: linked,
    pack: null,
    built,
    serving: serving.release(kept.release),
    fields: "none",
    pinAll: true,
    resolveWith: (words) => run(build({ ...deployment, argv: [...deployment.argv, ...words] }, kept).document, {}),
  });
  return pins.flatMap(({ args }) => args);
}
