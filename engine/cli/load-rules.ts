import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import { chooseRules, type RuleChoice } from "../workspace/choose-rules.js";
import { loadProgram, type Program } from "../workspace/load-program.js";
import type { Invocation } from "./command.js";
import { printDiagnostics } from "./output/print-diagnostics.js";
import { findProject, type FoundProject } from "../workspace/project.js";

/** The rules that the options ask for. */
export function choiceOf({ options }: Pick<Invocation, "options">): RuleChoice {
  return { set: options.text("set"), target: options.text("target"), rules: options.list("rules") };
}

/** Options for loading: what the command line says, then fettle.config.json, then the defaults. */
export function rulesChosen(invocation: Pick<Invocation, "options">, project: FoundProject | null) {
  return chooseRules(choiceOf(invocation), project);
}

/** Loads the rules that the options and fettle.config.json name; warnings go to standard error. @throws FettleError */
export async function loadRules(invocation: Invocation): Promise<Program> {
  return (await loadRulesWithFindings(invocation)).program;
}

/** The same, with what was found; `deployments` asks for the stages that run for whole deployments, too. @throws FettleError */
export async function loadRulesWithFindings(
  invocation: Invocation,
  { deployments = false } = {},
): Promise<{ readonly program: Program; readonly findings: readonly Diagnostic[] }> {
  const { program, diagnostics } = await loadProgram({ ...rulesChosen(invocation, await findProject()), deployments });
  if (program === null) throw new FettleError(diagnostics);
  printDiagnostics(diagnostics, invocation.streams, invocation.options.has("quiet"));
  return { program, findings: diagnostics };
}
