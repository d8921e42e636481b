import { must } from "../common/must.js";
import { identical } from "./encode/equality.js";
import { propagate } from "./propagate.js";
import { reduce } from "./reduce.js";
import type { Bool } from "./term.js";
import { termsBelow } from "./term-parts.js";
import type { Terms } from "./terms.js";

/**
 * Splits a formula into cases whose disjunction is equivalent: one for each part of the configuration that the text
 * config may alias. Each is far smaller than the whole, and is built on demand.
 */
export function casesOf(terms: Terms, whole: Bool): readonly (() => Bool)[] {
  const { shared } = terms;
  if (!termsBelow([whole]).includes(shared)) return [() => propagate(terms, whole)];
  const ways = must(shared.domain.values, "the values of what is shared").map((way) =>
    identical(terms, shared, terms.constant(way)),
  );
  return ways.map((way) => () => {
    const truths = new Map(ways.map((other) => [other, other === way ? terms.yes : terms.no]));
    return propagate(terms, terms.and(way, reduce(terms, whole, { truths, values: new Map() })));
  });
}
