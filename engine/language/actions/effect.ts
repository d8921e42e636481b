import { showValue } from "../../common/show-value.js";

/** What an action does, for readers. */
export type ActionEffect =
  | { readonly kind: "set"; readonly path: string; readonly value: WrittenValue }
  | { readonly kind: "unset"; readonly path: string }
  | { readonly kind: "log"; readonly level: string; readonly code: string; readonly message: string }
  | {
      readonly kind: "fail";
      readonly fails: "assertion" | "missing" | "value";
      readonly code: string;
      readonly message: string;
    }
  | { readonly kind: "include"; readonly pack: string };

/** A constant, or the expression or the fact that computes it. */
export type WrittenValue = { readonly constant: unknown } | { readonly computed: string };

/** Renders a written value; a constant is shortened to `longest` characters. */
export function writtenText(value: WrittenValue, longest?: number): string {
  return "computed" in value ? value.computed : showValue(value.constant, longest);
}
