import type { Engine } from "json-rules-engine";
import { FettleError, diagnostic, type Diagnostic } from "./base/diagnostic.js";
import { isObject, type JsonObject } from "./base/json.js";
import { didYouMean } from "./base/nearest.js";
import type { Pack } from "./generated/pack.js";
import type { Result } from "./generated/result.js";
import { checkDocument } from "./program/check-document.js";
import type { LoadOptions } from "./program/load-options.js";
import { loadProgram } from "./program/load-program.js";
import type { RunOptions } from "./program/make-run.js";

export { FettleError, formatDiagnostic, type Diagnostic, type DiagnosticCode } from "./base/diagnostic.js";
export type { Json, JsonObject } from "./base/json.js";
export type { Pack, Rule, Condition, Action } from "./generated/pack.js";
export type { Result, Change, LogEntry, EvaluationError, TracedRule, TracedCondition } from "./generated/result.js";
export type { RuleFiles } from "./pack/read-packs.js";
export type { LoadOptions } from "./program/load-options.js";
export type { RunOptions } from "./program/make-run.js";

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
  /**
   * A pack as a stock json-rules-engine engine, to run with `{ document }`: an event for each rule whose conditions
   * hold, named by the rule's id, with its actions as `params.then`. It decides; it performs no action.
   *
   * @throws FettleError where `pack` names none that is loaded.
   */
  toJsonRulesEngine(pack: string): Promise<Engine>;
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
  const requirePack = (pack: string): void => {
    if (packs.has(pack)) return;
    const hint = didYouMean(pack, packs.keys()) ?? `packs: ${[...packs.keys()].join(", ")}`;
    throw new FettleError([diagnostic("unknown-pack", `there is no pack \`${pack}\``, { hint })]);
  };
  return {
    set,
    target: `${target.project}@${target.version}`,
    packs: new Map([...packs].map(([name, { pack }]) => [name, pack])),
    diagnostics,
    evaluate(document, runOptions = {}) {
      requireObject(document);
      if (runOptions.pack !== undefined) requirePack(runOptions.pack);
      return program.run(document as JsonObject, runOptions);
    },
    async toJsonRulesEngine(pack) {
      requirePack(pack);
      const { toJsonRulesEngine } = await import("./program/to-json-rules-engine.js");
      return toJsonRulesEngine(packs.get(pack)!.pack, options);
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
