import type { Evaluation } from "./evaluate-term.js";
import { alike } from "./encode/equality.js";
import type { Question } from "./smtlib/smt.js";
import type { Bool } from "./term.js";
import { itemsIn } from "./term-parts.js";
import type { Terms } from "./terms.js";

/** The actual value of an uninterpreted term for the inputs in a document. */
export interface Fact {
  readonly inputs: Bool;
  readonly known: Bool;
}

/**
 * Derives refinement lemmas from uninterpreted terms with a wrong value in a model; `values` are the model's constants.
 */
export function learn(
  terms: Terms,
  { guesses }: Question,
  values: ReadonlyMap<string, string>,
  evaluation: Evaluation,
): readonly Fact[] {
  return guesses
    .filter((guess) => itemsIn(guess).length === 0)
    .flatMap((guess) => {
      if (guess.kind === "guess" && String(evaluation.truth(guess)) === values.get(`t${guess.id}`)) return [];
      const inputs = terms.and(
        ...guess.inputs.map((input) => alike(terms, input, terms.constant(evaluation.value(input)))),
      );
      const truth = guess.kind === "guess" ? guess : null;
      const fact =
        truth !== null
          ? evaluation.truth(truth)
            ? truth
            : terms.not(truth)
          : alike(
              terms,
              guess as Extract<typeof guess, { kind: "unknown" }>,
              terms.constant(evaluation.value(guess as Extract<typeof guess, { kind: "unknown" }>)),
            );
      const known = terms.or(terms.not(inputs), fact);
      return known === terms.yes ? [] : [{ inputs, known }];
    });
}
