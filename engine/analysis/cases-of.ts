import { identical } from "./equality.js";
import type { Bool } from "./term.js";
import { termsBelow } from "./term-parts.js";
import type { Terms } from "./terms.js";

/**
 * A truth as several, of which one holds where it does: one for each part of the configuration that the text config may be.
 * Each is far smaller than all together.
 */
export function casesOf(terms: Terms, whole: Bool): readonly Bool[] {
  const { shared } = terms;
  if (!termsBelow([whole]).includes(shared)) return [whole];
  const ways = shared.domain.values!.map((way) => identical(terms, shared, terms.constant(way)));
  return ways.map((way) => terms.and(way, assume(terms, whole, new Map(ways.map((other) => [other, other === way ? terms.yes : terms.no])))));
}

/** A truth in which others are known. */
function assume(terms: Terms, of: Bool, known: Map<Bool, Bool>): Bool {
  const found = known.get(of);
  if (found !== undefined) return found;
  const inside = (part: Bool) => assume(terms, part, known);
  const result = of.kind === "and" || of.kind === "or" ? terms[of.kind](...of.of.map(inside)) : of.kind === "not" ? terms.not(inside(of.of)) : of;
  known.set(of, result);
  return result;
}
