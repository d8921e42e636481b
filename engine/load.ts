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
export { documentFromJson, documentToJson } from "./vllm/documents.js";
export type { Alias, EngineAdapter, Engines, Hook } from "./common/engine-adapter.js";
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

/** A rule set loaded for one target. */
export interface Fettle extends Omit<Evaluator, "evaluate" | "checkDocument"> {
  /**
   * Evaluates a configuration document. The argument is not modified. The result shares its unchanged parts, so treat
   * both as frozen. `$same` may state that `hf_text_config` is the same object as a part of `hf_config`.
   *
   * @example
   * const result = fettle.evaluate({ cache_config: { block_size: 16 } });
   * if (result.ok) console.log(result.document);
   *
   * @throws FettleError if the document is not an object, or `pack` is not loaded.
   */
  evaluate(document: VllmConfig, options?: RunOptions): Result;
  /** Reports schema violations of a document as errors and unknown fields as warnings. */
  checkDocument(document: VllmConfig): readonly Diagnostic[];
  /** The name of the set. */
  readonly set: string;
  /** The target as `project@version`. */
  readonly target: string;
  /** All loaded packs, by name. */
  readonly packs: ReadonlyMap<string, Pack>;
  /** Warnings about the rules. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Converts a pack to a stock json-rules-engine engine, to run with the facts `{ document }`. It emits an event for
   * each rule whose conditions hold; the event's type is the rule's id, and `params.then` has its actions. The engine
   * performs no action.
   *
   * @throws FettleError if `pack` is not loaded.
   */
  toJsonRulesEngine(pack: string): Promise<Engine>;
}

const loadOptions: Readonly<Record<keyof LoadOptions, true>> = {
  engines: true,
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
 * @throws FettleError with all diagnostics, if the rules cannot run.
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
    ...makeEvaluator(names, program.run, program.linked.engine),
    async toJsonRulesEngine(pack) {
      requirePack(pack, names);
      const { toJsonRulesEngine } = await import("./compiler/to-json-rules-engine.js");
      return toJsonRulesEngine(fromMap(packs, pack).pack, options);
    },
  };
}
