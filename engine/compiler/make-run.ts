import type { EngineAdapter } from "../common/engine-adapter.js";
import type { JsonObject } from "../common/json.js";
import { must } from "../common/must.js";
import type { SharedParts } from "../common/shared-parts.js";
import { readShared } from "../common/aliases.js";
import type { EvaluationError, Result } from "../generated/result.js";
import { asSource, documentChecker } from "./check-document.js";
import type { CompiledPacks } from "./compile-packs.js";
import { compileSet, type Stage } from "./compile-set.js";
import { runProgram } from "./run-program.js";

export interface RunOptions {
  /** Run only this pack, regardless of its match. */
  readonly pack?: string | undefined;
  /** Also return every rule that was reached, with its conditions' values. */
  readonly trace?: boolean | undefined;
  /** False if the document is known to match its schema. */
  readonly validate?: boolean | undefined;
  /**
   * The parts that the document shares with others.
   *
   * @internal
   */
  readonly shared?: SharedParts | undefined;
}

export type Run = (document: JsonObject, options?: RunOptions) => Result;

/** What an evaluation needs to know of the serving engine. */
export type DocumentModel = Pick<EngineAdapter, "schema" | "alias" | "dispatch">;

/** Runs stages, or one pack, over documents. */
export function makeRun<Condition>(
  stages: readonly Stage<Condition>[],
  packs: CompiledPacks<Condition>,
  engine: DocumentModel,
): Run {
  const { alias } = engine;
  const { documentError, errorBehind } = documentChecker(engine);
  const set = compileSet(stages, packs, engine.dispatch);
  const plain = { set: set.step, pack: packs.step };
  const traced = { set: set.traced, pack: packs.traced };
  const run: Run = (given, { pack, trace = false, validate = true, shared } = {}) => {
    const error = validate ? documentError(given, shared) : null;
    if (error !== null) return refused(error, trace);
    const read = readShared(asSource(given), alias);
    if (!read.ok) return refused(must(documentError(given), "what the document violates"), trace);
    const from = trace ? traced : plain;
    return runProgram(pack === undefined ? from.set : from.pack(pack), read.document, alias, trace);
  };
  return (given, options = {}) => {
    try {
      return run(given, options);
    } catch (error) {
      return refused(errorBehind(error, given), options.trace === true);
    }
  };
}

function refused(error: EvaluationError, trace: boolean): Result {
  return { ok: false, document: null, changes: [], logs: [], error, ...(trace ? { trace: [] } : {}) };
}
