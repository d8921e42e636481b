import type { Field } from "../../language/fields.js";

/** Describes the allowed values of a field as a phrase. */
export function describeField({ types, values }: Field): string {
  if (types.length === 0) return values === null ? "anything" : `one of ${values.join(", ")}`;
  return types.map(article).join(" or ");
}

export function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
