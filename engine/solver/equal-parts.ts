import { alikeInside } from "./alike-inside.js";
import { congruence } from "./congruence.js";
import type { Bool } from "./term.js";
import { termsBelow } from "./term-parts.js";
import type { Terms } from "./terms.js";

/** What a question leaves out about equal terms: congruence, and the same contents of equal objects. */
export interface EqualParts {
  readonly lemma: Bool;
  /** Whether to ask it with the question: a model that contradicts it takes longer to find than to rule out. */
  readonly isSmall: boolean;
}

export function equalParts(terms: Terms, whole: Bool): EqualParts {
  const lemma = terms.and(congruence(terms, [whole]), alikeInside(terms, [whole]));
  const size = termsBelow([whole]).length;
  return { lemma, isSmall: termsBelow([whole, lemma]).length <= Math.max(1.5 * size, size + 200) };
}
