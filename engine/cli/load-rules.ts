import { FettleError } from "../base/diagnostic.js";
import type { LoadOptions } from "../program/load-options.js";
import { loadProgram, type Program } from "../program/load-program.js";
import type { Invocation } from "./command.js";
import { printDiagnostics } from "./print-diagnostics.js";
import { findProject, type FoundProject } from "./project.js";

/** Which rules are meant: what the options say, else what fettle.config.json says. */
export function rulesChosen({ options }: Pick<Invocation, "options">, project: FoundProject | null): LoadOptions {
  const own = options.list("rules");
  return {
    set: options.text("set") ?? project?.set,
    target: options.text("target") ?? project?.target,
    rules: own.length > 0 ? own : (project?.rules ?? []),
  };
}

/** Loads the rules that the options and fettle.config.json name; warnings go to standard error. @throws FettleError */
export async function loadRules(invocation: Invocation): Promise<Program> {
  const { program, diagnostics } = await loadProgram(rulesChosen(invocation, await findProject()));
  if (program === null) throw new FettleError(diagnostics);
  printDiagnostics(diagnostics, invocation.streams, invocation.options.has("quiet"));
  return program;
}

/** The target of loaded rules, as project@version. */
export function targetOf({ linked }: Program): string {
  return `${linked.target.project}@${linked.target.version}`;
}
