import { existsSync } from "node:fs";
import path from "node:path";
import type { LoadOptions } from "./load-options.js";
import type { FoundProject } from "./project.js";
import { shippedRules } from "./shipped-rules.js";

/** The rules that a caller asks for. What is left out comes from `fettle.config.json`, then from the defaults. */
export interface RuleChoice {
  /** Name of the set; `vllm` by default. */
  readonly set?: string | undefined;
  /** The release, such as `vllm@0.33.0`, `0.33` or `latest`. */
  readonly target?: string | undefined;
  /** Folders or files with the caller's own rules. */
  readonly rules?: readonly string[] | undefined;
}

/** Where `fettle new` writes packs, and where rules are looked for by default. */
const usualFolder = "rules";

/** Options for loading: the caller's choice, then the project's, then a folder `rules` in the current folder. */
export function chooseRules(
  { set, target, rules = [] }: RuleChoice,
  project: FoundProject | null,
): LoadOptions & { readonly rules: readonly string[] } {
  return {
    set: set ?? project?.set,
    target: target ?? project?.target,
    rules: rules.length > 0 ? rules : (project?.rules ?? usualRules()),
  };
}

/** The shipped rules are always read, from a faster form, so a folder that is theirs is left out. */
function usualRules(): readonly string[] {
  return existsSync(usualFolder) && path.resolve(usualFolder) !== path.resolve(shippedRules) ? [usualFolder] : [];
}
