import { compareFraction, nearestDouble, nextDown, nextUp } from "./doubles.js";
import type { Evaluation } from "./evaluate-term.js";
import { below } from "./numbers.js";
import { parseExpression, readFraction } from "./sexpr.js";
import type { Question } from "./smt.js";
import type { ApplyTerm, Bool, LawTerm } from "./term.js";
import type { Terms } from "./terms.js";
import { is } from "./values.js";

/** Refinement lemmas: what is true of every document, and rules out a model that is none. */
export function refine(terms: Terms, question: Question, values: ReadonlyMap<string, string>, evaluation: Evaluation): readonly Bool[] {
  return [...gapsIn(terms, question, values), ...lawsAt(terms, question, evaluation)];
}

/** A field whose number lies between two doubles is one of them, or beyond. */
function gapsIn(terms: Terms, { fields }: Question, values: ReadonlyMap<string, string>): readonly Bool[] {
  return fields.flatMap((field) => {
    const value = parseExpression(values.get(`f${field.id}`) ?? "absent");
    if (typeof value === "string" || value[0] !== "number") return [];
    const number = readFraction(value[1]!);
    // Beyond the largest double, there is none on the far side.
    const nearest = Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, nearestDouble(number)));
    const side = compareFraction(number, nearest);
    if (side === 0) return [];
    const [least, most] = side < 0 ? [nextDown(nearest), nearest] : [nearest, nextUp(nearest)];
    const outside = [
      ...(Number.isFinite(least) ? [below(terms, false, field, terms.constant(least))] : []),
      ...(Number.isFinite(most) ? [below(terms, false, terms.constant(most), field)] : []),
    ];
    return [terms.or(terms.not(is(terms, "number", field)), ...outside)];
  });
}

/** What rounded functions give for the numbers of the model's document, and around them. */
function lawsAt(terms: Terms, { rounded }: Question, evaluation: Evaluation): readonly Bool[] {
  return rounded.flatMap((of: ApplyTerm) => {
    const point = of.of.map((value) => evaluation.value(value));
    if (!point.every((value) => typeof value === "number" && Number.isFinite(value))) return [];
    return [terms.make<LawTerm>(`law ${of.id} ${point.join()}`, () => ({ kind: "law", of, point: point as number[] }))];
  });
}
