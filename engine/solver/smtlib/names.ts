import type { Json } from "../../common/json.js";
import type { Term } from "../term.js";

/** How terms and constants are written. */
export interface Names {
  /** Whether the question states laws of what is rounded; otherwise what is no linear arithmetic is left open. */
  readonly laws: boolean;
  ref(term: Term, items?: ReadonlyMap<number, string>): string;
  constant(value: Json | undefined): string;
}

/** What a question asks of fields as a whole. */
export type AboutFields = ReadonlyMap<
  Term,
  readonly Extract<Term, { kind: "some" | "listed" | "length" | "filled" }>[]
>;
