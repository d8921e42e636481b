import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { checkDocument } from "../compiler/check-document.js";
import type { Evaluated } from "../explain/evaluated.js";
import { isStartRefused } from "../vllm/start-refused.js";
import { buildModel, type BuiltModel } from "./build-model.js";
import { evaluate, type EvaluateOptions } from "./evaluate.js";
import { fromManifest } from "./from-manifest.js";
import type { ModelOptions, ResolveOptions } from "./model-options.js";
import { openRules, type OpenedRules } from "./open-rules.js";

/** A model and its flags, resolved. */
export interface ResolvedModel {
  readonly evaluated: Evaluated & { readonly built: BuiltModel };
  /** What was found in rules, flags and files: warnings, and what vLLM refuses to start with. */
  readonly findings: readonly Diagnostic[];
  /** Whether vLLM would start. */
  readonly starts: boolean;
}

/**
 * Resolves the configuration that vLLM runs a model and its flags with.
 *
 * @throws FettleError where the model cannot be read, or an option, flag or rule is wrong.
 */
export async function resolveModel(
  given: ResolveOptions,
  how: Pick<EvaluateOptions, "pack" | "trace" | "fields" | "pinAll"> = {},
): Promise<ResolvedModel> {
  const options = await fromManifest(given);
  return resolveWith(await openRules(options), options, how);
}

/** The same, with rules that are loaded and options that name no manifest. @throws FettleError */
export async function resolveWith(
  { program, diagnostics: ofRules }: OpenedRules,
  options: ModelOptions,
  how: Pick<EvaluateOptions, "pack" | "trace" | "fields" | "pinAll"> = {},
): Promise<ResolvedModel> {
  const built = await buildModel(options, program.linked.target);
  const findings = checkDocument({ file: null, value: built.document, locate: () => null });
  if (findings.some(({ severity }) => severity === "error")) throw new FettleError(findings);
  options.onFindings?.(findings);
  const evaluated = { ...evaluate(program, { document: built.document, built, isChecked: true, ...how }), built };
  const all = [...ofRules, ...built.findings, ...findings];
  return { evaluated, findings: all, starts: evaluated.result.ok && !all.some(isStartRefused) };
}
