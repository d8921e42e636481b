import type { Engine } from "json-rules-engine";
import { FettleError, type Diagnostic } from "./common/diagnostic.js";
import { fromMap } from "./common/must.js";
import { refuseUnknownOptions } from "./common/refuse-unknown-options.js";
import type { Pack } from "./generated/pack.js";
import { makeEvaluator, requirePack, type Evaluator } from "./compiler/evaluator.js";
import type { RunOptions } from "./compiler/make-run.js";
import type { Result } from "./generated/result.js";
import type { VllmConfig } from "./generated/vllm-config.js";
import type { LoadOptions } from "./workspace/load-options.js";
import { loadProgram } from "./workspace/load-program.js";

export { FettleError, formatDiagnostic, type Diagnostic, type DiagnosticCode } from "./common/diagnostic.js";
export { documentFromJson, documentToJson } from "./common/shared-text-config.js";
export type { Json, JsonObject } from "./common/json.js";
export type { Pack, Rule, Condition, Action } from "./generated/pack.js";
export type { VllmConfig } from "./generated/vllm-config.js";
export type {
  Result,
  Success,
  Failure,
  Change,
  LogEntry,
  EvaluationError,
  TracedRule,
  TracedCondition,
} from "./generated/result.js";
export type { RuleFiles } from "./packs/read-packs.js";
export type { LoadOptions } from "./workspace/load-options.js";
export type { RunOptions } from "./compiler/make-run.js";

/** A rule set, loaded for one target. */
export interface Fettle extends Omit<Evaluator, "evaluate" | "checkDocument"> {
  /**
   * Evaluates a configuration document. The argument is not modified; unchanged parts are shared with the result, so treat
   * both as frozen. `$same` may say that `hf_text_config` is the same object as a part of `hf_config`.
   *
   * @example
   * const result = fettle.evaluate({ cache_config: { block_size: 16 } });
   * if (result.ok) console.log(result.document);
   *
   * @throws FettleError where the document is not an object, or `pack` is not loaded.
   */
  evaluate(document: VllmConfig, options?: RunOptions): Result;
  /** Schema violations of a document as errors, unknown fields as warnings. */
  checkDocument(document: VllmConfig): readonly Diagnostic[];
  /** Name of the set. */
  readonly set: string;
  /** project@version. */
  readonly target: string;
  /** Every pack that was loaded, by name. */
  readonly packs: ReadonlyMap<string, Pack>;
  /** Warnings about the rules. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * A pack as a stock json-rules-engine engine, to run with `{ document }`: an event for each rule whose conditions
   * hold, named by the rule's id, with its actions as `params.then`. It decides; it performs no action.
   *
   * @throws FettleError where `pack` names none that is loaded.
   */
  toJsonRulesEngine(pack: string): Promise<Engine>;
}

const loadOptions: Readonly<Record<keyof LoadOptions, true>> = {
  ...{ set: true, target: true, anyRelease: true, rules: true, files: true, mode: true, fromFiles: true },
  ...{ deployments: true, thorough: true, today: true, operators: true, decorators: true },
};

/**
 * Loads a rule set.
 *
 * @example
 * const fettle = await load({ set: "vllm", target: "vllm@0.33.0" });
 * const { document, changes, logs } = fettle.evaluate(config);
 *
 * @throws FettleError with every diagnostic, where the rules cannot run.
 */
export async function load(options: LoadOptions = {}): Promise<Fettle> {
  refuseUnknownOptions("load", options, loadOptions);
  const { program, diagnostics } = await loadProgram(options);
  if (program === null) throw new FettleError(diagnostics);
  const { set, target, packs } = program.linked;
  const names = new Set(packs.keys());
  return {
    set,
    target: `${target.project}@${target.version}`,
    packs: new Map([...packs].map(([name, { pack }]) => [name, pack])),
    diagnostics,
    ...makeEvaluator(names, program.run),
    async toJsonRulesEngine(pack) {
      requirePack(pack, names);
      const { toJsonRulesEngine } = await import("./compiler/to-json-rules-engine.js");
      return toJsonRulesEngine(fromMap(packs, pack).pack, options);
    },
  };
}
