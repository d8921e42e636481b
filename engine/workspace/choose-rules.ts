import { existsSync } from "node:fs";
import path from "node:path";
import type { Engines } from "../common/engine-adapter.js";
import type { LoadOptions } from "./load-options.js";
import type { FoundProject } from "./project.js";
import { shippedRules } from "./shipped-rules.js";

/** Selection of rules. Omitted options come from `fettle.config.json`, then from the defaults. */
export interface RuleChoice {
  /** Name of the set; defaults to `vllm`. */
  readonly set?: string | undefined;
  /** The release, such as `vllm@0.33.0`, `0.33` or `latest`. */
  readonly target?: string | undefined;
  /** The serving engines that the set can name; defaults to vLLM. */
  readonly engines?: Engines | undefined;
  /** Folders or files with the caller's own rules. */
  readonly rules?: readonly string[] | undefined;
}

/** Where `fettle new` writes packs, and the default folder for rules. */
const usualFolder = "rules";

/** Computes load options: the caller's choice, then the project's, then a folder `rules` in the current folder. */
export function chooseRules(
  { set, target, engines, rules = [] }: RuleChoice,
  project: FoundProject | null,
): LoadOptions & { readonly rules: readonly string[] } {
  return {
    set: set ?? project?.set,
    target: target ?? project?.target,
    engines,
    rules: rules.length > 0 ? rules : (project?.rules ?? usualRules()),
  };
}

/** Excludes the folder of the shipped rules, which are always loaded from a faster form. */
function usualRules(): readonly string[] {
  return existsSync(usualFolder) && path.resolve(usualFolder) !== path.resolve(shippedRules()) ? [usualFolder] : [];
}
