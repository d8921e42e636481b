import type { FieldTerm, Tag, Term } from "../term.js";
import { tagOf } from "../encode/tag-of.js";

const vague: ReadonlySet<Tag> = new Set(["absent", "null"]);

/**
 * Likely types of open fields in a question: those of the constants that they are compared with, and of the fields. A
 * head size of 256 is easier to understand than one of `false`.
 */
export function likelyTags(seen: readonly Term[]): ReadonlyMap<FieldTerm, ReadonlySet<Tag>> {
  const tags = new Map<FieldTerm, Set<Tag>>();
  const add = (field: FieldTerm, more: Iterable<Tag>): boolean => {
    const own = tags.get(field) ?? new Set();
    const size = own.size;
    for (const tag of more) if (!vague.has(tag)) own.add(tag);
    tags.set(field, own);
    return own.size > size;
  };
  const comparisons = seen.flatMap((term) =>
    term.kind === "identical" || term.kind === "below" ? [[term.left, term.right] as const] : [],
  );
  for (const term of seen) {
    if (term.kind === "field" && !isOpen(term)) add(term, term.domain.tags);
    if (term.kind === "length") add(term.of, ["array"]);
    if (term.kind === "below")
      for (const side of [term.left, term.right]) if (side.kind === "field" && isOpen(side)) add(side, ["number"]);
  }
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const pair of comparisons) {
      for (const [one, other] of [pair, pair.toReversed()]) {
        if (one?.kind !== "field" || !isOpen(one)) continue;
        if (other?.kind === "constant") isNew = add(one, [tagOf(other.value)]) || isNew;
        if (other?.kind === "field") isNew = add(one, tags.get(other) ?? []) || isNew;
      }
    }
  }
  return new Map([...tags].filter(([field, { size }]) => size > 0 && isOpen(field)));
}

function isOpen({ domain, of }: FieldTerm): boolean {
  return of !== null && domain.tags.size > 3;
}
