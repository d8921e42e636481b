import type { Diagnostic } from "../common/diagnostic.js";
import type { LinkedPacks } from "../packs/linked.js";
import { compilePacks } from "../compiler/compile-packs.js";
import { defaultMode, type CompileMode } from "../compiler/compile-mode.js";
import type { LoadContext, LoadOptions } from "./load-options.js";
import { makeRun, type Run } from "../compiler/make-run.js";

/** Linked packs, ready to run. */
export interface Program {
  readonly linked: LinkedPacks;
  readonly run: Run;
}

export interface Loaded {
  /** Null if a diagnostic is an error. */
  readonly program: Program | null;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Loads rules: reads, checks and links them, or takes the prelinked shipped set. A pack is compiled on first use. With
 * a memory, loading the same files for another target is cheap.
 */
export async function loadProgram(options: LoadOptions = {}, context: LoadContext = {}): Promise<Loaded> {
  const set = options.set ?? "vllm";
  const mode = options.mode ?? defaultMode();
  const prelinked = takesShipped(options)
    ? (await import("./prelinked.js")).readPrelinked(set, options.target, options.deployments)
    : null;
  if (prelinked !== null) return { program: programOf(prelinked, mode), diagnostics: [] };
  const { linked, diagnostics } = await (await import("./link-files.js")).linkFiles(options, set, context);
  return { program: linked === null ? null : programOf(linked, mode), diagnostics };
}

function takesShipped({ rules = [], files, operators, decorators, thorough, fromFiles }: LoadOptions): boolean {
  const isOwn = rules.length > 0 || files !== undefined || operators !== undefined || decorators !== undefined;
  return !isOwn && thorough !== true && fromFiles !== true;
}

/** Creates a program from linked packs. */
export function programOf(linked: LinkedPacks, mode: CompileMode = defaultMode()): Program {
  return { linked, run: makeRun(linked.stages, compilePacks(linked, mode), linked.engine) };
}
