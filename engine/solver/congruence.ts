import { itemAt } from "../common/must.js";
import { alike } from "./encode/equality.js";
import type { Bool, BoolGuess, Term, ValueGuess } from "./term.js";
import { itemsIn, termsBelow } from "./term-parts.js";
import { choose, type Terms } from "./terms.js";

/** Congruence: uninterpreted terms with equal inputs have equal outputs. */
export function congruence(terms: Terms, roots: readonly Term[]): Bool {
  const comparisons = comparisonsOf(terms, roots);
  const alone = guessesIn([...roots, ...comparisons]).filter(isAlone);
  return terms.and(
    ...comparisons,
    ...alone.flatMap((one, index) =>
      alone
        .slice(index + 1)
        .filter(({ name }) => name === one.name)
        .map((other) => doSame(terms, one, other)),
    ),
  );
}

const guessesIn = (roots: readonly Term[]) =>
  termsBelow(roots).filter((term): term is BoolGuess | ValueGuess => term.kind === "guess" || term.kind === "unknown");

const isAlone = (guess: BoolGuess | ValueGuess): boolean =>
  /^(array|call|combine|expression|order|in text)\b/.test(guess.name) && itemsIn(guess).length === 0;

/** For each comparison of the structures of two such terms: they are alike if their inputs are. */
function comparisonsOf(terms: Terms, roots: readonly Term[]): readonly Bool[] {
  const lemmas: Bool[] = [];
  const known = new Set<Term>();
  for (let depth = 0; depth < deepest; depth++) {
    for (const guess of guessesIn([...roots, ...lemmas])) {
      if (guess.kind !== "guess" || guess.name !== "alike" || known.has(guess)) continue;
      known.add(guess);
      const [one, other] = guess.inputs;
      if (
        one?.kind === "unknown" &&
        other?.kind === "unknown" &&
        one.name === other.name &&
        isAlone(one) &&
        isAlone(other)
      )
        lemmas.push(terms.or(...apart(terms, one, other), guess));
    }
  }
  return lemmas;
}

/** Maximum depth of the comparison of inputs. */
const deepest = 3;

const apart = (terms: Terms, one: BoolGuess | ValueGuess, other: BoolGuess | ValueGuess): readonly Bool[] =>
  one.inputs.map((input, index) => terms.not(alike(terms, input, itemAt(other.inputs, index))));

function doSame(terms: Terms, one: BoolGuess | ValueGuess, other: BoolGuess | ValueGuess): Bool {
  const same =
    one.kind === "guess"
      ? choose(terms, one, other as BoolGuess, terms.not(other as BoolGuess))
      : alike(terms, one, other as ValueGuess);
  return terms.or(...apart(terms, one, other), same);
}
