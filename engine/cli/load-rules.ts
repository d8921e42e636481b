import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { chooseRules, type RuleChoice } from "../workspace/choose-rules.js";
import type { LoadOptions } from "../workspace/load-options.js";
import { loadProgram, type Program } from "../workspace/load-program.js";
import type { Invocation } from "./command.js";
import { printDiagnostics } from "./output/print-diagnostics.js";
import { findProject, type FoundProject } from "../workspace/project.js";

/** Returns the rule selection of the options. */
export function choiceOf({ options }: Pick<Invocation, "options">): RuleChoice {
  return { set: options.text("set"), target: options.text("target"), rules: options.list("rules") };
}

/** Computes load options from the command line, then fettle.config.json, then the defaults. */
export function rulesChosen(invocation: Pick<Invocation, "options">, project: FoundProject | null) {
  return chooseRules(choiceOf(invocation), project);
}

/**
 * Loads the rules that the options and fettle.config.json select; prints warnings to standard error. @throws
 * FettleError
 */
export async function loadRules(invocation: Invocation): Promise<Program> {
  return (await loadRulesWithFindings(invocation)).program;
}

export interface LoadedRules {
  readonly program: Program;
  readonly findings: readonly Diagnostic[];
}

/** Loads the rules with their findings. @throws FettleError */
export async function loadRulesWithFindings(
  invocation: Invocation,
  how: Pick<LoadOptions, "fromFiles"> = {},
): Promise<LoadedRules> {
  const { program, diagnostics } = await loadProgram({ ...rulesChosen(invocation, await findProject()), ...how });
  if (program === null) throw new FettleError(diagnostics);
  printDiagnostics(diagnostics, invocation.streams, invocation.options.has("quiet"));
  return { program, findings: diagnostics };
}
