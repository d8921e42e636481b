import { alike } from "./encode/equality.js";
import { get, is } from "./encode/values.js";
import type { Bool, BoolGuess, FieldTerm, Term } from "./term.js";
import { termsBelow } from "./term-parts.js";
import type { Terms } from "./terms.js";

/** Maximum depth of the comparison inside structures. */
const deepest = 3;

/** Refinement lemma: two equal objects have equal values under each key that a question reads. */
export function alikeInside(terms: Terms, roots: readonly Term[]): Bool {
  const fields = termsBelow(roots).filter((term): term is FieldTerm => term.kind === "field" && term.via === "object");
  const lemmas: Bool[] = [];
  const known = new Set<Term>();
  for (let depth = 0; depth < deepest; depth++) {
    const guesses = termsBelow([...roots, ...lemmas]).filter(
      (term): term is BoolGuess => isOfFields(term) && !known.has(term),
    );
    for (const guess of guesses) {
      known.add(guess);
      const [one, other] = guess.inputs as readonly [FieldTerm, FieldTerm];
      const keys = new Set(fields.filter(({ of }) => of === one || of === other).map(({ key }) => key));
      const areObjects = terms.and(is(terms, "object", one), is(terms, "object", other));
      const inside = [...keys].map((key) => alike(terms, get(terms, one, key), get(terms, other, key)));
      lemmas.push(terms.or(terms.not(guess), terms.not(areObjects), terms.and(...inside)));
    }
  }
  return terms.and(...lemmas);
}

const isOfFields = (term: Term): boolean =>
  term.kind === "guess" && term.name === "alike" && term.inputs.every(({ kind }) => kind === "field");
