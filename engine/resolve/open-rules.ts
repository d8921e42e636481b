import { FettleError } from "../common/diagnostic.js";
import { chooseRules } from "../workspace/choose-rules.js";
import type { LoadOptions } from "../workspace/load-options.js";
import { loadProgram, type Loaded, type Program } from "../workspace/load-program.js";
import { findProject } from "../workspace/project.js";
import type { ResolveOptions } from "./model-options.js";

/** Loaded rules with their findings. */
export type OpenedRules = Loaded & { readonly program: Program };

/**
 * Loads all stages, including those for whole deployments, with the findings. They run only once or a few times, so as
 * closures: generating code would take 20 ms of the 160 ms of `fettle resolve` (`start-up` in scripts/bench).
 *
 * @throws FettleError
 */
export async function openRules(
  options: ResolveOptions,
  how: Pick<LoadOptions, "fromFiles"> = {},
): Promise<OpenedRules> {
  const chosen = chooseRules(options, await findProject());
  const { program, diagnostics } = await loadProgram({ ...chosen, deployments: true, mode: "closures", ...how });
  if (program === null) throw new FettleError(diagnostics);
  options.onFindings?.(diagnostics);
  return { program, diagnostics };
}
