import type { CustomOperators } from "../language/conditions/operators.js";
import type { LinkMemory } from "../packs/link-memory.js";
import type { RuleFiles } from "../packs/read-packs.js";
import type { CompileMode } from "../compiler/compile-mode.js";

export interface LoadOptions extends CustomOperators {
  /** The rule set to run; `vllm` where left out. */
  readonly set?: string | undefined;
  /** The release that is run, such as `vllm@0.33.0`, `0.33` or `latest`; the set's own where left out. */
  readonly target?: string | undefined;
  /** Whether the target may be a release that is not known, such as one at which a version range begins. */
  readonly anyRelease?: boolean | undefined;
  /** Folders or files with rules of one's own, run after the set; a copy of the shipped set takes its place. */
  readonly rules?: string | readonly string[] | undefined;
  /** Rule files from memory, by name: texts or parsed values. A set found here needs no file system. */
  readonly files?: RuleFiles | undefined;
  /** Generated code or closures; code where the surroundings allow it, where left out. */
  readonly mode?: CompileMode | undefined;
  /** Read the shipped rules' files, with their cases, although they were linked when the package was built. */
  readonly fromFiles?: boolean | undefined;
  /** Also run the stages for whole deployments. */
  readonly deployments?: boolean | undefined;
  /** Also report what is likely a mistake. */
  readonly thorough?: boolean | undefined;
  /** With `thorough`, the day by which `expires` is judged, as YYYY-MM-DD; the engine itself has no clock. */
  readonly today?: string | undefined;
}

/** What callers inside of the engine say besides. */
export interface LoadContext {
  /** What was worked out when the same files were loaded before. */
  readonly memory?: LinkMemory | undefined;
  /** With `thorough`, the files of which likely mistakes are wanted; all where left out. */
  readonly isMeant?: ((file: string) => boolean) | undefined;
}
