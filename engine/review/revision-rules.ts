import path from "node:path";
import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { LinkMemory } from "../packs/link-memory.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { loadProgram, type Loaded, type Program } from "../workspace/load-program.js";
import { chooseRules, type RuleChoice } from "../workspace/choose-rules.js";
import { findRuleFiles } from "../workspace/rule-set-version.js";
import type { Revision } from "./revisions.js";

/** The rules of one state of the repository. */
export interface RevisionRules {
  readonly name: string;
  /** Rule files by path relative to the current folder, including the shipped ones. */
  readonly files: RuleFiles;
  /** Null if the rules do not load. */
  readonly program: Program | null;
  /** Findings of checks, including likely mistakes, which alone do not prevent rules from running. */
  readonly diagnostics: readonly Diagnostic[];
  readonly hasRules: boolean;
  /** Loads them for another target. */
  load(target: string): Promise<Loaded>;
}

/**
 * Reads and loads the rules of one state; load errors become diagnostics. @throws FettleError if the rules cannot be
 * read.
 */
export async function readRevisionRules(
  { commit, name }: Revision,
  choice: RuleChoice,
  today: string,
  memory: LinkMemory,
): Promise<RevisionRules> {
  const found = await findRuleFiles(commit, choice);
  if (found.diagnostics.length > 0) throw new FettleError(found.diagnostics);
  const { set, target, engines } = chooseRules(choice, found.project);
  const files = Object.fromEntries(Object.entries(found.files).map(([file, text]) => [shortest(file), text]));
  const load = (chosen = target) =>
    loadProgram({ set, target: chosen, anyRelease: chosen !== target, engines, files, fromFiles: true }, { memory });
  const thorough = await loadProgram(
    { set, target, engines, files, fromFiles: true, thorough: true, today },
    { memory },
  );
  return {
    name,
    files,
    program: thorough.program ?? (await load()).program,
    diagnostics: thorough.diagnostics,
    hasRules: found.hasRules,
    load,
  };
}

/** Relative within the current folder, as annotations and code scanning require. */
function shortest(file: string): string {
  const relative = path.relative("", file);
  return relative.startsWith("..") || path.isAbsolute(relative) ? file : relative;
}
