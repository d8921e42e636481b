import type { JsonObject } from "../common/json.js";
import type { Aspect } from "../solver/encode/behavior.js";
import type { Versions } from "./behavior-of-versions.js";
import type { PackDifference } from "./differing-packs.js";

/** The result for one aspect of a pack; a null aspect represents all aspects without a decision. */
export type Decision =
  /** Nothing else differs, but the ledgers may. */
  | { readonly kind: "ledger" }
  | { readonly kind: "different"; readonly aspect: Aspect; readonly document: JsonObject }
  | {
      readonly kind: "unproved";
      readonly aspect: Aspect | null;
      readonly reason: string;
      readonly file: string | null;
      readonly line: number | null;
    };

/** Decides the differences of a pack; `isShown` tells which aspects already have a witness. */
export type Decide = (
  pack: PackDifference,
  versions: Versions,
  isShown: (aspect: Aspect) => boolean,
) => AsyncIterable<Decision>;
