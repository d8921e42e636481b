import type { Engines } from "../common/engine-adapter.js";
import type { CustomOperators } from "../language/conditions/operators.js";
import type { LinkMemory } from "../packs/link-memory.js";
import type { RuleFiles } from "../packs/read-packs.js";
import type { CompileMode } from "../compiler/compile-mode.js";

export interface LoadOptions extends CustomOperators {
  /** The rule set to run; defaults to `vllm`. */
  readonly set?: string | undefined;
  /** The release that runs, such as `vllm@0.33.0`, `0.33` or `latest`; defaults to the set's own. */
  readonly target?: string | undefined;
  /** Accept an unknown release as the target, such as the lower bound of a version range. */
  readonly anyRelease?: boolean | undefined;
  /** Folders or files with custom rules, run after the set; a copy of the shipped set replaces it. */
  readonly rules?: string | readonly string[] | undefined;
  /** Rule files from memory, by name: texts or parsed values. A set found here needs no file system. */
  readonly files?: RuleFiles | undefined;
  /** Generated code or closures; defaults to code if the environment allows it. */
  readonly mode?: CompileMode | undefined;
  /** Read the shipped rule files, with their cases, instead of the prelinked form. */
  readonly fromFiles?: boolean | undefined;
  /** The serving engines that a set can name; defaults to vLLM. */
  readonly engines?: Engines | undefined;
  /** Also run the stages for whole deployments. */
  readonly deployments?: boolean | undefined;
  /** Also report likely mistakes. */
  readonly thorough?: boolean | undefined;
  /** With `thorough`, the date by which `expires` is judged, as YYYY-MM-DD; the engine itself has no clock. */
  readonly today?: string | undefined;
}

/** Options for callers inside the engine. */
export interface LoadContext {
  /** Memoized results of loading the same files. */
  readonly memory?: LinkMemory | undefined;
  /** With `thorough`, the files to check for likely mistakes; defaults to all. */
  readonly isMeant?: ((file: string) => boolean) | undefined;
}
