import type { ExpressionNode } from "../../language/expression/node.js";
import type { Bool, Value } from "../term.js";

/** The encoded result of a call. */
export interface Called {
  readonly value: Value;
  /** Where an argument has the wrong type, and the code of that failure. */
  readonly fails: { readonly when: Bool; readonly code: string };
  /** Where the result is too large for a number. */
  readonly overflows?: Bool;
  /** Another failure. */
  readonly also?: { readonly when: Bool; readonly code: string };
  /** Where the call is uninterpreted. */
  readonly open: Bool;
}

/** Encodes an argument of a call. */
export type Encode = (argument: ExpressionNode) => Value;
