import type { Diagnostic } from "../base/diagnostic.js";
import type { JsonObject } from "../base/json.js";
import type { Result } from "../generated/result.js";
import type { LinkedPacks } from "../pack/link-packs.js";
import { documentError } from "./check-document.js";
import { compilePacks, defaultMode, type CompileMode } from "./compile-packs.js";
import { compileSet } from "./compile-set.js";
import type { LoadOptions } from "./load-options.js";
import { runProgram } from "./run-program.js";

export interface RunOptions {
  /** Run one pack alone, whatever its match says. */
  readonly pack?: string | undefined;
  /** Also return every rule that was reached, with its conditions' values. */
  readonly trace?: boolean | undefined;
  /** False where the document is known to fit its schema. */
  readonly validate?: boolean | undefined;
}

/** Linked packs, ready to run. */
export interface Program {
  readonly linked: LinkedPacks;
  run(document: JsonObject, options?: RunOptions): Result;
}

export interface Loaded {
  /** Null where a diagnostic is an error. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads, checks and links rules, or takes the shipped set as it was linked; a pack is compiled when first needed. */
export async function loadProgram(options: LoadOptions = {}): Promise<Loaded> {
  const set = options.set ?? "vllm";
  const mode = options.mode ?? defaultMode();
  const prelinked = takesShipped(options) ? (await import("./prelinked.js")).readPrelinked(set, options.target) : null;
  if (prelinked !== null) return { program: makeProgram(prelinked, mode), diagnostics: [] };
  const { linked, diagnostics } = await (await import("./link-files.js")).linkFiles(options, set);
  return { program: linked === null ? null : makeProgram(linked, mode), diagnostics };
}

function takesShipped({ rules = [], files, operators, decorators, thorough, fromFiles }: LoadOptions): boolean {
  const isOwn = rules.length > 0 || files !== undefined || operators !== undefined || decorators !== undefined;
  return !isOwn && thorough !== true && fromFiles !== true;
}

function makeProgram(linked: LinkedPacks, mode: CompileMode): Program {
  const packs = compilePacks([...linked.packs.values()], linked.operators, mode);
  const set = compileSet(linked, packs);
  return {
    linked,
    run(document, { pack, trace = false, validate = true } = {}) {
      const error = validate ? documentError(document) : null;
      if (error !== null) return { ok: false, document: null, changes: [], logs: [], error, ...(trace ? { trace: [] } : {}) };
      const kind = trace ? "traced" : "step";
      return runProgram(pack === undefined ? set[kind] : packs[kind](pack), document, trace);
    },
  };
}
