import type { ExpressionNode } from "../../language/expression/node.js";
import type { Bool, Value } from "../term.js";

/** What a call gives. */
export interface Called {
  readonly value: Value;
  /** Where its argument is of a kind that it does not take, and the code of that failure. */
  readonly fails: { readonly when: Bool; readonly code: string };
  /** Where the result is too large for a number. */
  readonly overflows?: Bool;
  /** Another failure. */
  readonly also?: { readonly when: Bool; readonly code: string };
  /** Where neither is encoded. */
  readonly open: Bool;
}

/** Encodes an argument of a call. */
export type Encode = (argument: ExpressionNode) => Value;
