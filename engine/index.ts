import { FettleError, diagnostic, type Diagnostic } from "./base/diagnostic.js";
import { isObject, type JsonObject } from "./base/json.js";
import { didYouMean } from "./base/nearest.js";
import type { Pack } from "./generated/pack.js";
import type { Result } from "./generated/result.js";
import { checkDocument } from "./program/check-document.js";
import { loadProgram, type LoadOptions, type RunOptions } from "./program/load-program.js";

export { FettleError, formatDiagnostic, type Diagnostic, type DiagnosticCode } from "./base/diagnostic.js";
export type { Json, JsonObject } from "./base/json.js";
export type { Pack, Rule, Condition, Action } from "./generated/pack.js";
export type { Result, Change, LogEntry, EvaluationError, TracedRule, TracedCondition } from "./generated/result.js";
export type { RuleFiles } from "./pack/read-packs.js";
export type { LoadOptions, RunOptions } from "./program/load-program.js";

/** A rule set, loaded for one target. */
export interface Fettle {
  /** Name of the set. */
  readonly set: string;
  /** project@version. */
  readonly target: string;
  /** Every pack that was loaded, by name. */
  readonly packs: ReadonlyMap<string, Pack>;
  /** Warnings about the rules. */
  readonly diagnostics: readonly Diagnostic[];
  /**
   * Evaluates a config document. The document is not touched; what rules did not write is shared with the result, so
   * treat both as frozen. A wrong document or a failing rule is a result with `ok: false`.
   *
   * @throws FettleError where the document is no object, or `pack` names none that is loaded.
   */
  evaluate(document: object, options?: RunOptions): Result;
  /** What is wrong with a document: errors are what `evaluate` would refuse, warnings fields that are not known. */
  checkDocument(document: object): readonly Diagnostic[];
}

/**
 * Loads a rule set.
 *
 * @example
 * const fettle = await load({ set: "vllm", target: "vllm@0.19.0" });
 * const { document, changes, logs } = fettle.evaluate(config);
 *
 * @throws FettleError with every diagnostic, where the rules cannot run.
 */
export async function load(options: LoadOptions = {}): Promise<Fettle> {
  const { program, diagnostics } = await loadProgram(options);
  if (program === null) throw new FettleError(diagnostics);
  const { set, target, packs } = program.linked;
  return {
    set,
    target: `${target.project}@${target.version}`,
    packs: new Map([...packs].map(([name, { pack }]) => [name, pack])),
    diagnostics,
    evaluate(document, runOptions = {}) {
      requireObject(document);
      const { pack } = runOptions;
      if (pack !== undefined && !packs.has(pack)) {
        throw new FettleError([diagnostic("unknown-pack", `there is no pack \`${pack}\``, { hint: didYouMean(pack, packs.keys()) })]);
      }
      return program.run(document as JsonObject, runOptions);
    },
    checkDocument(document) {
      requireObject(document);
      return checkDocument({ file: null, value: document as JsonObject, locate: () => null });
    },
  };
}

function requireObject(document: unknown): void {
  if (isObject(document)) return;
  throw new FettleError([diagnostic("not-an-object", "a config document is an object", { hint: "pass the parsed document" })]);
}
