import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { Evaluated } from "../explain/evaluated.js";
import { documentChecker } from "../compiler/check-document.js";
import { isStartRefused } from "../serving/start-refused.js";
import { buildModel, type BuiltModel } from "./build-model.js";
import { evaluate, type EvaluateOptions } from "./evaluate.js";
import { fromManifest } from "./from-manifest.js";
import type { ModelOptions, ResolveOptions } from "./model-options.js";
import { openRules, type OpenedRules } from "./open-rules.js";

/** A resolved model with its flags. */
export interface ResolvedModel {
  readonly evaluated: Evaluated & { readonly built: BuiltModel };
  /** Findings in rules, flags and files: warnings, and reasons why vLLM refuses to start. */
  readonly findings: readonly Diagnostic[];
  /** Whether vLLM would start. */
  readonly starts: boolean;
}

/**
 * Resolves the configuration with which vLLM runs a model and its flags.
 *
 * @throws FettleError if the model cannot be read, or an option, flag or rule is invalid.
 */
export async function resolveModel(
  given: ResolveOptions,
  how: Pick<EvaluateOptions, "pack" | "trace" | "fields" | "pinAll"> = {},
): Promise<ResolvedModel> {
  const options = await fromManifest(given);
  return resolveWith(await openRules(options), options, how);
}

/** Resolves a model with loaded rules and options that name no manifest. @throws FettleError */
export async function resolveWith(
  { program, diagnostics: ofRules }: OpenedRules,
  options: ModelOptions,
  how: Pick<EvaluateOptions, "pack" | "trace" | "fields" | "pinAll"> = {},
): Promise<ResolvedModel> {
  const built = await buildModel(options, program.linked);
  const { checkDocument } = documentChecker(program.linked.engine);
  const findings = checkDocument({ file: null, value: built.document, locate: () => null });
  if (findings.some(({ severity }) => severity === "error")) throw new FettleError(findings);
  options.onFindings?.(findings);
  const evaluated = { ...evaluate(program, { document: built.document, built, isChecked: true, ...how }), built };
  const all = [...ofRules, ...built.findings, ...findings];
  return { evaluated, findings: all, starts: evaluated.result.ok && !all.some(isStartRefused) };
}
