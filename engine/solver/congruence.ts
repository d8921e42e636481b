import { itemAt } from "../common/must.js";
import { alike } from "./encode/equality.js";
import type { Bool, BoolGuess, Term, ValueGuess } from "./term.js";
import { itemsIn, termsBelow } from "./term-parts.js";
import { choose, type Terms } from "./terms.js";

/** Congruence: uninterpreted terms with equal inputs have equal outputs. */
export function congruence(terms: Terms, roots: readonly Term[]): Bool {
  const guesses = termsBelow(roots).filter(
    (term): term is BoolGuess | ValueGuess => term.kind === "guess" || term.kind === "unknown",
  );
  const alone = guesses.filter(
    (guess) => /^(array|call|combine|expression|order|in text)\b/.test(guess.name) && itemsIn(guess).length === 0,
  );
  return terms.and(
    ...alone.flatMap((one, index) =>
      alone
        .slice(index + 1)
        .filter(({ name }) => name === one.name)
        .map((other) => doSame(terms, one, other)),
    ),
  );
}

function doSame(terms: Terms, one: BoolGuess | ValueGuess, other: BoolGuess | ValueGuess): Bool {
  const apart = one.inputs.map((input, index) => terms.not(alike(terms, input, itemAt(other.inputs, index))));
  const same =
    one.kind === "guess"
      ? choose(terms, one, other as BoolGuess, terms.not(other as BoolGuess))
      : alike(terms, one, other as ValueGuess);
  return terms.or(...apart, same);
}
