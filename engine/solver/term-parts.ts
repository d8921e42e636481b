import type { Term } from "./term.js";

/** Subterms of a term that a solver sees: it does not look into uninterpreted terms. */
export function partsOf(term: Term): readonly Term[] {
  switch (term.kind) {
    case "true":
    case "false":
    case "constant":
    case "item":
    case "named":
    case "guess":
    case "unknown":
      return [];
    case "and":
    case "or":
    case "apply":
      return term.of;
    case "identical":
    case "below":
      return [term.left, term.right];
    case "some":
      return term.of.kind === "field" ? [term.of, term.test] : [];
    case "field":
      return term.of === null ? [] : [term.of];
    case "if":
      return [term.test, term.then, term.otherwise];
    case "store":
      return [term.of, term.value];
    default:
      return [term.of];
  }
}

/** All subterms of these terms in postorder. */
export function termsBelow(roots: readonly Term[]): readonly Term[] {
  const seen = new Set<Term>();
  const visit = (term: Term): void => {
    if (seen.has(term)) return;
    for (const part of partsOf(term)) visit(part);
    seen.add(term);
  };
  roots.forEach(visit);
  return [...seen];
}

const cache = new WeakMap<Term, readonly number[]>();

/** The depths of the array items that a term refers to. */
export function itemsIn(term: Term): readonly number[] {
  const known = cache.get(term);
  if (known !== undefined) return known;
  const parts =
    term.kind === "guess" || term.kind === "unknown"
      ? term.inputs
      : term.kind === "some"
        ? [term.of, term.test]
        : partsOf(term);
  const inside = term.kind === "item" ? [term.depth] : parts.flatMap((part) => itemsIn(part));
  const depths = [...new Set(inside)]
    .filter((depth) => !(term.kind === "some" && term.depth === depth))
    .sort((left, right) => left - right);
  cache.set(term, depths);
  return depths;
}
