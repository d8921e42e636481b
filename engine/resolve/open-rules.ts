import { FettleError } from "../common/diagnostic.js";
import { chooseRules } from "../workspace/choose-rules.js";
import type { LoadOptions } from "../workspace/load-options.js";
import { loadProgram, type Loaded, type Program } from "../workspace/load-program.js";
import { findProject } from "../workspace/project.js";
import type { ResolveOptions } from "./model-options.js";

/** Rules that are loaded, with what was found in them. */
export type OpenedRules = Loaded & { readonly program: Program };

/**
 * Loads all stages, those for whole deployments too, with what was found. They run once or a few times, as closures: to
 * generate code would take 20 ms of the 160 that `fettle resolve` takes (`start-up` in scripts/bench).
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
