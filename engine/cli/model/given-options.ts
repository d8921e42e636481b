import type { DeviceOptions, ResolveOptions } from "../../resolve/model-options.js";
import { preventsStart } from "../../serving/start-refused.js";
import type { Options } from "../args/options.js";
import type { Invocation } from "../command.js";
import { choiceOf } from "../load-rules.js";
import { printDiagnostics, printNotes } from "../output/print-diagnostics.js";

/** Collects the options that describe the machine. */
export function deviceOf(options: Options): DeviceOptions {
  return {
    device: options.text("device"),
    gpuMemory: options.text("gpu-memory"),
    gpuName: options.text("gpu-name"),
    platform: options.text("platform"),
    computeCapability: options.text("compute-capability"),
    flashAttention: options.text("flash-attention"),
  };
}

/** Collects the options that describe a model and its deployment; findings and notes go to standard error. */
export function resolveOptionsOf(invocation: Invocation, model: string | undefined): ResolveOptions {
  const { options, streams } = invocation;
  const isQuiet = options.has("quiet");
  return {
    ...choiceOf(invocation),
    ...deviceOf(options),
    recipe: options.text("recipe"),
    features: options.list("feature"),
    variant: options.text("variant"),
    hardware: options.text("hardware"),
    strategy: options.text("strategy"),
    model,
    flags: invocation.serveFlags,
    deployment: options.text("deployment"),
    models: options.list("models"),
    transformers: options.text("transformers"),
    modelName: options.text("model-name"),
    draft: options.text("draft"),
    env: options.list("env"),
    installed: givenNames(options.list("installed")),
    cpuFeatures: givenNames(options.list("cpu-feature")),
    streams,
    // What keeps vLLM from starting is why the command exits with 1.
    onFindings: (findings) => printDiagnostics(isQuiet ? findings.filter(preventsStart) : findings, streams),
    onNotes: (notes) => isQuiet || printNotes(notes, streams),
  };
}

/** Without any, nothing is said of them; `none` says that there are none. */
const givenNames = (names: readonly string[]): readonly string[] | undefined =>
  names.length === 0 ? undefined : names;
