import { alike, identical } from "./encode/equality.js";
import { applyTo } from "./encode/apply-function.js";
import { below, numeric, whole } from "./encode/numbers.js";
import { either, filled, is, store } from "./encode/values.js";
import type { Bool, BoolGuess, Value, ValueGuess } from "./term.js";
import type { Terms } from "./terms.js";

/** Known formulas and values, and derived ones. */
export interface Given {
  readonly truths: Map<Bool, Bool>;
  readonly values: Map<Value, Value>;
  /** Whether a comparison is known to hold or not; null if it is open. */
  settle?(atom: Bool): boolean | null;
}

/**
 * Simplifies a formula under known literals, also inside the inputs of uninterpreted terms. Lemma: where the literals
 * hold, the inputs of such a term have the values of the simplified ones, on which alone its own value depends.
 */
export function reduce(terms: Terms, of: Bool, given: Given): Bool {
  const found = given.truths.get(of);
  if (found !== undefined) return found;
  const settled = given.settle?.(of) ?? null;
  const result = settled === null ? reduced(terms, of, given) : settled ? terms.yes : terms.no;
  given.truths.set(of, result);
  return result;
}

function reduced(terms: Terms, of: Bool, given: Given): Bool {
  const value = (part: Value) => reduceValue(terms, part, given);
  switch (of.kind) {
    case "not":
      return terms.not(reduce(terms, of.of, given));
    case "and":
    case "or": {
      const parts = of.of.map((part) => reduce(terms, part, given));
      return parts.every((part, index) => part === of.of[index]) ? of : terms[of.kind](...parts);
    }
    case "is":
      return is(terms, of.tag, value(of.of));
    case "identical":
    case "below": {
      const [left, right] = [value(of.left), value(of.right)];
      if (left === of.left && right === of.right) return of;
      return of.kind === "identical" ? identical(terms, left, right) : below(terms, of.strict, left, right);
    }
    case "numeric":
    case "whole": {
      const inner = value(of.of);
      if (inner === of.of) return of;
      return of.kind === "numeric" ? numeric(terms, inner) : whole(terms, inner);
    }
    case "guess":
      return guessAgain(terms, of, of.inputs.map(value));
    default:
      return of;
  }
}

function guessAgain(terms: Terms, of: BoolGuess, inputs: readonly Value[]): Bool {
  const [first, second] = inputs;
  if (inputs.every((input, index) => input === of.inputs[index]) || first === undefined) return of;
  return placed(terms, of, () => {
    if (of.name === "alike" && second !== undefined) return alike(terms, first, second);
    if (of.name === "filled") return filled(terms, first);
    return terms.guess(of.name, inputs, of.compute, of.over === of.inputs ? inputs : of.over);
  });
}

function reduceValue(terms: Terms, of: Value, given: Given): Value {
  const found = given.values.get(of);
  if (found !== undefined) return found;
  const result = valueReduced(terms, of, given);
  given.values.set(of, result);
  return result;
}

function valueReduced(terms: Terms, of: Value, given: Given): Value {
  const value = (part: Value) => reduceValue(terms, part, given);
  const isKept = (before: readonly Value[], after: readonly Value[]) =>
    after.every((part, index) => part === before[index]);
  switch (of.kind) {
    case "if": {
      const test = reduce(terms, of.test, given);
      if (test === terms.yes) return value(of.then);
      if (test === terms.no) return value(of.otherwise);
      return either(terms, test, value(of.then), value(of.otherwise));
    }
    case "store": {
      const [inner, written] = [value(of.of), value(of.value)];
      return inner === of.of && written === of.value ? of : store(terms, inner, of.key, written);
    }
    case "apply": {
      const args = of.of.map(value);
      return isKept(of.of, args) ? of : placed(terms, of, () => applyTo(terms, of.name, ...args));
    }
    case "unknown": {
      const inputs = of.inputs.map(value);
      if (isKept(of.inputs, inputs)) return of;
      const over = of.over === of.inputs ? inputs : of.over;
      return placed(terms, of, () => terms.unknown(of.name, inputs, of.tags, of.compute, over));
    }
    default:
      return of;
  }
}

/** Creates terms at the place of another. */
function placed<Result>(terms: Terms, { place }: Pick<BoolGuess | ValueGuess, "place">, make: () => Result): Result {
  const before = terms.at;
  terms.at = place;
  try {
    return make();
  } finally {
    terms.at = before;
  }
}
