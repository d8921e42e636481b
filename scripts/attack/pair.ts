import type { JsonObject } from "../../engine/common/json.js";

/** Rule files from memory, parsed, by name. */
export type Files = Readonly<Record<string, JsonObject>>;

/** `ledger`: documents, logs and failures agree, the ledger does not. */
export type Expected = "same" | "ledger" | "different";

/** Two versions of a rule set. */
export interface Pair {
  readonly name: string;
  readonly theme: string;
  readonly set: string;
  readonly base: Files;
  readonly head: Files;
  /** Undefined where nothing is asserted. */
  readonly expected?: Expected | undefined;
  /** Documents that are likely to show a difference. */
  readonly documents?: readonly JsonObject[] | undefined;
  /** Mutations or constructs, for the statistics. */
  readonly tags: readonly string[];
}
