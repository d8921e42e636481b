import type { MaybeJson } from "../common/json.js";
import { itemAt } from "../common/must.js";
import { compareFraction, nearestDouble, nextDown, nextUp } from "./smtlib/doubles.js";
import { functions } from "./encode/functions/functions.js";
import type { Evaluation } from "./evaluate-term.js";
import { below } from "./encode/numbers.js";
import { parseExpression, readFraction, readText } from "./smtlib/sexpr.js";
import type { Question } from "./smtlib/smt.js";
import type { ApplyTerm, Bool, LawTerm } from "./term.js";
import type { Terms } from "./terms.js";
import { is } from "./encode/values.js";

/** Refinement lemmas: formulas that hold for every document and rule out a spurious model. */
export function refine(
  terms: Terms,
  question: Question,
  values: ReadonlyMap<string, string>,
  evaluation: Evaluation,
): readonly Bool[] {
  return [
    ...gapsIn(terms, question, values),
    ...textsIn(terms, question, values),
    ...lawsAt(terms, question, evaluation),
  ];
}

/** A numeric field (or numeric string) between two adjacent doubles must equal one of them, or lie outside. */
function gapsIn(terms: Terms, { fields }: Question, values: ReadonlyMap<string, string>): readonly Bool[] {
  return fields.flatMap((field) => {
    const value = parseExpression(values.get(`f${field.id}`) ?? "absent");
    if (typeof value === "string" || (value[0] !== "number" && value[0] !== "string")) return [];
    const written =
      value[0] === "number" ? itemAt(value, 1) : parseExpression(values.get(`f${field.id}number`) ?? "0.0");
    const number = readFraction(written);
    const nearest = nearestDouble(number);
    const side = Number.isFinite(nearest) ? compareFraction(number, nearest) : Math.sign(nearest);
    if (side === 0) return [];
    const [least, most] = Number.isFinite(nearest)
      ? side < 0
        ? [nextDown(nearest), nearest]
        : [nearest, nextUp(nearest)]
      : side < 0
        ? [-Infinity, -Number.MAX_VALUE]
        : [Number.MAX_VALUE, Infinity];
    const at = (bound: number, isAbove: boolean) =>
      isAbove ? below(terms, false, terms.constant(bound), field) : below(terms, false, field, terms.constant(bound));
    // A string that is not numeric is unordered even with itself.
    const isNone = terms.not(below(terms, false, field, field));
    return [
      terms.or(
        terms.not(is(terms, value[0] as "number" | "string", field)),
        isNone,
        ...(least === -Infinity ? [] : [at(least, false)]),
        ...(most === Infinity ? [] : [at(most, true)]),
      ),
    ];
  });
}

/** The strings of a model, whose properties become known once they are named. */
function textsIn(
  terms: Terms,
  { fields, native, strings }: Question,
  values: ReadonlyMap<string, string>,
): readonly Bool[] {
  if (!native) return [];
  return fields.flatMap((field) => {
    const text = readText(parseExpression(values.get(`f${field.id}`) ?? "absent")[1] ?? "");
    return text === null || strings.includes(text)
      ? []
      : [terms.make<Bool>(`named ${JSON.stringify(text)}`, () => ({ kind: "named", text }))];
  });
}

/** Values of rounded functions at and around the numbers of the model's document. */
function lawsAt(terms: Terms, { rounded }: Question, evaluation: Evaluation): readonly Bool[] {
  return rounded.flatMap((of: ApplyTerm) => {
    const point = of.of.map((value) => evaluation.value(value));
    const isCovered =
      functions[of.name].smt.kind === "exact"
        ? (value: MaybeJson) => typeof value !== "object" || value === null
        : Number.isFinite;
    if (!point.every((value) => isCovered(value))) return [];
    return [terms.make<LawTerm>(`law ${of.id} ${JSON.stringify(point)}`, () => ({ kind: "law", of, point }))];
  });
}
