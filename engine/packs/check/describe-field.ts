import type { Field } from "../../language/fields.js";

/** What a field may hold, as a part of a sentence. */
export function describeField({ types, values }: Field): string {
  if (types.length === 0) return values === null ? "anything" : `one of ${values.join(", ")}`;
  return types.map(article).join(" or ");
}

export function article(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}
