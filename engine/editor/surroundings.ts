import type { JsonObject } from "../common/json.js";
import type { Session } from "./session.js";

/** What requests are answered from. */
export interface Surroundings {
  readonly session: Session;
  /** The document whose values are shown beside conditions: a file, or one that a proof found. */
  chosen: ChosenDocument | null;
  /** Whether the editor creates files that it is asked to. */
  readonly canCreate: boolean;
  /** Whether lenses show what is proved. */
  readonly proves: boolean;
}

export type ChosenDocument =
  | { readonly kind: "file"; readonly file: string }
  | { readonly kind: "found"; readonly document: JsonObject };
