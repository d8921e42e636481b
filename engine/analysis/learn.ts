import type { Evaluation } from "./evaluate-term.js";
import { alike } from "./equality.js";
import type { Question } from "./smt.js";
import type { Bool } from "./term.js";
import { itemsIn } from "./term-parts.js";
import type { Terms } from "./terms.js";

/**
 * What the guesses that a model got wrong really are where their inputs are those of its document; `values` are the
 * model's constants.
 */
export function learn(terms: Terms, { guesses }: Question, values: ReadonlyMap<string, string>, evaluation: Evaluation): readonly Bool[] {
  return guesses.filter((guess) => itemsIn(guess).length === 0).flatMap((guess) => {
    if (guess.kind === "guess" && String(evaluation.truth(guess)) === values.get(`t${guess.id}`)) return [];
    const inputs = guess.inputs.map((input) => alike(terms, input, terms.constant(evaluation.value(input))));
    const truth = guess.kind === "guess" ? guess : null;
    const fact = truth !== null
      ? evaluation.truth(truth) ? truth : terms.not(truth)
      : alike(terms, guess as Extract<typeof guess, { kind: "unknown" }>, terms.constant(evaluation.value(guess as Extract<typeof guess, { kind: "unknown" }>)));
    const known = terms.or(terms.not(terms.and(...inputs)), fact);
    return known === terms.yes ? [] : [known];
  });
}
