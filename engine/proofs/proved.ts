import type { Alias } from "../common/engine-adapter.js";
import type { Diagnostic } from "../common/diagnostic.js";
import type { JsonObject } from "../common/json.js";
import type { Checked } from "../packs/check/checked.js";

/** Proofs of the packs of a rule set. */
export interface Proofs {
  /** The chosen target, as project@version. */
  readonly target: string;
  /** By pack; the set comes last. */
  readonly proved: readonly ProvedSubject[];
  /** Claims that no proof mentions, because they do not link. */
  readonly unlinked: readonly Diagnostic[];
  line: Checked["line"];
}

export interface ProvedSubject {
  readonly name: string;
  readonly isSet: boolean;
  /** The release of the rules, as project@version. */
  readonly target: string;
  readonly file: string | null;
  /** The object of the documents that has a second name. */
  readonly alias: Alias | null;
  readonly proofs: readonly ShownProof[];
}

export interface ShownProof {
  readonly what: "fires" | "fails" | "claim" | "idempotent" | "overwrites" | "order" | "same-field" | "apart";
  readonly text: string;
  readonly outcome: "yes" | "no" | "unknown";
  /** In JSON form: `$same` replaces an alias. */
  readonly document: JsonObject | null;
  readonly note: string | null;
  readonly finding: Diagnostic | null;
}

export function hasFindings({ proved, unlinked }: Pick<Proofs, "proved" | "unlinked">): boolean {
  return unlinked.length > 0 || proved.some(({ proofs }) => proofs.some(({ finding }) => finding !== null));
}
