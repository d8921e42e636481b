import { either } from "./encode/values.js";
import type { Bool, Value } from "./term.js";
import type { Terms } from "./terms.js";

/** Simplifies a formula under known literals. */
export function assume(terms: Terms, of: Bool, known: Map<Bool, Bool>): Bool {
  const found = known.get(of);
  if (found !== undefined) return found;
  const result =
    of.kind === "and" || of.kind === "or"
      ? assumeIn(terms, of, known)
      : of.kind === "not"
        ? terms.not(assume(terms, of.of, known))
        : of;
  known.set(of, result);
  return result;
}

/** Simplifies a value under known formulas. */
export function assumeOf(terms: Terms, of: Value, known: Known): Value {
  if (of.kind !== "if") return of;
  const found = known.values.get(of);
  if (found !== undefined) return found;
  const test = assume(terms, of.test, known.truths);
  const branch = (part: Value) => assumeOf(terms, part, known);
  const result =
    test === terms.yes
      ? branch(of.then)
      : test === terms.no
        ? branch(of.otherwise)
        : either(terms, test, branch(of.then), branch(of.otherwise));
  known.values.set(of, result);
  return result;
}

/** Known literals, and derived facts about values. */
export interface Known {
  readonly truths: Map<Bool, Bool>;
  readonly values: Map<Value, Value>;
}

function assumeIn(terms: Terms, of: Extract<Bool, { kind: "and" | "or" }>, known: Map<Bool, Bool>): Bool {
  const parts = of.of.map((part) => assume(terms, part, known));
  return parts.every((part, index) => part === of.of[index]) ? of : terms[of.kind](...parts);
}
