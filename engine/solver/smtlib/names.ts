import type { Json } from "../../common/json.js";
import type { Term } from "../term.js";

/** Renders terms and constants. */
export interface Names {
  /** Whether the question states laws of rounded numbers; otherwise nonlinear arithmetic is uninterpreted. */
  readonly laws: boolean;
  ref(term: Term, items?: ReadonlyMap<number, string>): string;
  constant(value: Json | undefined): string;
}

/** Subformulas of a question about fields as a whole. */
export type AboutFields = ReadonlyMap<
  Term,
  readonly Extract<Term, { kind: "some" | "listed" | "length" | "filled" }>[]
>;
