import { functions } from "./functions/functions.js";
import type { FunctionName } from "./functions/names.js";
import type { ApplyTerm, Value } from "../term.js";
import type { Terms } from "../terms.js";
import { casesIn } from "./cases-in.js";
import { tableOf } from "./text-table.js";
import { spread } from "./values.js";

type Constant = Extract<Value, { kind: "constant" }>;

/**
 * Maximum number of argument cases to distribute over, which lets constants fold; beyond it, the function is applied to
 * the whole.
 */
export const mostCases = 6;

/** Applies a function of scalars; unspecified for structures. */
export function applyTo(terms: Terms, name: FunctionName, ...given: readonly Value[]): Value {
  const of = given.map((value) => scalarOf(terms, value));
  const isWide = of.reduce((product, value) => product * casesIn(value), 1) > mostCases;
  if (isWide) return applyOnce(terms, name, of);
  const choose = (chosen: readonly Value[]): Value => {
    const next = of[chosen.length];
    if (next === undefined) return applyOnce(terms, name, chosen);
    return spread(
      terms,
      `apply ${name} ${of.length} ${chosen.map(({ id }) => id).join()} ${of
        .slice(chosen.length + 1)
        .map(({ id }) => id)
        .join()}`,
      next,
      (part) => choose([...chosen, part]),
    );
  };
  return choose([]);
}

/** Commutative functions. */
const commutative: ReadonlySet<FunctionName> = new Set<FunctionName>(["+", "*"]);

function applyOnce(terms: Terms, name: FunctionName, given: readonly Value[]): Value {
  const of = commutative.has(name) ? given.toSorted((left, right) => left.id - right.id) : given;
  if (of.every((value) => value.kind === "constant"))
    return terms.constant(functions[name].compute(of.map((value) => (value as Constant).value)));

  const table = functions[name].isText === true ? tableOf(terms, name, of) : null;
  if (table !== null) return table;
  const [first] = of;
  // Rounding half to even is symmetric around 0.
  if (name === "round" && first?.kind === "apply" && first.name === "negate") {
    return applyOnce(terms, "negate", [applyOnce(terms, "round", first.of)]);
  }
  return terms.make<ApplyTerm>(`apply ${name} ${of.map(({ id }) => id).join()}`, () => ({
    kind: "apply",
    name,
    of,
    place: {
      ...terms.at,
      reason: functions[name].isText ? `\`${name}\` is modeled for some strings only` : `\`${name}\` is rounded`,
    },
  }));
}

/** Restricts a value to scalars; the result of a scalar function for structures is never used. */
export function scalarOf(terms: Terms, value: Value): Value {
  return spread(terms, "scalar", value, (part) => {
    const isStructure =
      part.kind === "store" || (part.kind === "constant" && typeof part.value === "object" && part.value !== null);
    return isStructure ? terms.constant(undefined) : part;
  });
}
