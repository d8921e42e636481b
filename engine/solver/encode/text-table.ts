import type { MaybeJson } from "../../common/json.js";
import { functions } from "./functions/functions.js";
import type { FunctionName } from "./functions/names.js";
import type { Bool, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { identical } from "./equality.js";
import { either } from "./values.js";

type Constant = Extract<Value, { kind: "constant" }>;

/** More results than this are left to the solver, which then reasons about characters. */
const mostResults = 16;

/**
 * A text function of one field whose strings the schema enumerates, as a choice among its results: the solver need not
 * know the characters. Null for other arguments, or if there are many results.
 */
export function tableOf(terms: Terms, name: FunctionName, of: readonly Value[]): Value | null {
  const index = of.findIndex(({ kind }) => kind !== "constant");
  const field = of[index];
  if (field?.kind !== "field" || field.domain.values === null) return null;
  if (of.some((value, other) => other !== index && value.kind !== "constant")) return null;
  const tests = new Map<MaybeJson, Bool[]>();
  for (const text of field.domain.values) {
    if (typeof text !== "string") continue;
    const constants = of.map((value, other) => (other === index ? text : (value as Constant).value));
    const result = functions[name].compute(constants);
    const known = tests.get(result) ?? [];
    tests.set(result, [...known, identical(terms, field, terms.constant(text))]);
  }
  if (tests.size === 0 || tests.size > mostResults) return null;
  // The most frequent result needs no test.
  const [[most], ...others] = [...tests].sort(([, left], [, right]) => right.length - left.length) as [
    [MaybeJson, Bool[]],
    ...[MaybeJson, Bool[]][],
  ];
  return others.reduce(
    (rest, [result, are]) => either(terms, terms.or(...are), terms.constant(result), rest),
    terms.constant(most),
  );
}
