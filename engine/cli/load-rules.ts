import { existsSync } from "node:fs";
import path from "node:path";
import { FettleError, type Diagnostic } from "../common/diagnostic.js";
import type { LoadOptions } from "../workspace/load-options.js";
import { loadProgram, type Program } from "../workspace/load-program.js";
import type { Invocation } from "./command.js";
import { shippedRules } from "../workspace/shipped-rules.js";
import { printDiagnostics } from "./output/print-diagnostics.js";
import { findProject, type FoundProject } from "./project.js";

/** Where `fettle new` writes packs, and where they are looked for where nothing says otherwise. */
const usualFolder = "rules";

/** Which rules are meant: what the options say, else what fettle.config.json says, else those of a folder `rules` here. */
export function rulesChosen({ options }: Pick<Invocation, "options">, project: FoundProject | null): LoadOptions {
  const own = options.list("rules");
  return {
    set: options.text("set") ?? project?.set,
    target: options.text("target") ?? project?.target,
    rules: own.length > 0 ? own : (project?.rules ?? usualRules()),
  };
}

/** The shipped rules need not be named: they are read anyway, and faster. */
function usualRules(): readonly string[] {
  return existsSync(usualFolder) && path.resolve(usualFolder) !== path.resolve(shippedRules) ? [usualFolder] : [];
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

/** The target of loaded rules, as project@version. */
export function targetOf({ linked }: Program): string {
  return `${linked.target.project}@${linked.target.version}`;
}
