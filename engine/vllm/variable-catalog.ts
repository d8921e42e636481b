import type { Presence } from "./presence.js";
import type { Steps } from "./releases.js";

/** The environment variables that releases of vLLM read. */
export interface VariableCatalog {
  /** The releases that it covers. */
  readonly releases: readonly string[];
  readonly variables: Readonly<Record<string, VariableEntry>>;
}

interface VariableEntry {
  /** Releases that alternately added and removed it; omitted if all have it. */
  readonly in?: Presence;
  /** Its default from each of these releases on; omitted if it is not a literal. */
  readonly default?: Steps;
  /** A `Reading` from each of these releases on, null for any text; omitted if any text will do in all of them. */
  readonly reads?: Steps;
}

/** What a value must be. A flag is an integer that means on or off. */
export type Reading =
  | "flag"
  | "integer"
  | "number"
  | { readonly choices: readonly string[]; readonly isList: boolean; readonly isAnyCase: boolean };
