import type { ExpressionNode } from "./node.js";

export type ParsedExpression =
  | { readonly ok: true; readonly node: ExpressionNode }
  | {
      readonly ok: false;
      readonly code: "expression-syntax" | "expression-refused";
      /** UTF-16 offset into the text, from 0. */
      readonly offset: number;
      readonly message: string;
      readonly hint: string;
    };
