import type { Json, MaybeJson } from "../base/json.js";
import { OperatorError, standardDecorators, standardOperators, type Operators } from "../lang/operators.js";
import { identical } from "./equality.js";
import { rulesOrder } from "./numbers.js";
import { some } from "./some.js";
import type { Bool, Value } from "./term.js";
import { choose, type Terms } from "./terms.js";
import { is, isOneOf } from "./values.js";

/** What an operator finds, and where it fails. */
export interface Verdict {
  readonly holds: Bool;
  readonly fails: Bool;
}

type Apply = (terms: Terms, fact: Value, value: Value) => Verdict;

const never = (apply: (terms: Terms, fact: Value, value: Value) => Bool): Apply => (terms, fact, value) => ({
  holds: apply(terms, fact, value),
  fails: terms.no,
});
const negated = (apply: Apply): Apply => (terms, fact, value) => {
  const { holds, fails } = apply(terms, fact, value);
  return { holds: terms.not(holds), fails };
};
const order = (strict: boolean, isAbove: boolean): Apply => never((terms, fact, value) => rulesOrder(terms, strict, isAbove, fact, value));

const isSet = (terms: Terms, fact: Value): Bool => terms.not(isOneOf(terms, ["absent", "null"], fact));
const asked = (apply: (terms: Terms, fact: Value) => Bool): Apply =>
  never((terms, fact, value) =>
    terms.or(
      terms.and(identical(terms, value, terms.constant(true)), apply(terms, fact)),
      terms.and(identical(terms, value, terms.constant(false)), terms.not(apply(terms, fact))),
    ),
  );

/** json-rules-engine searches texts as well as arrays. */
const includes: Apply = (terms, fact, value) => {
  const isText = is(terms, "string", value);
  const inText = isText === terms.no ? isText : terms.guess("in text", [fact, value], ([item, text]) => typeof text === "string" && text.includes(item as string));
  return {
    holds: choose(terms, isText, inText, some(terms, value, (item) => identical(terms, item, fact))),
    fails: terms.not(isOneOf(terms, ["string", "array"], value)),
  };
};
const contains = (holds: boolean): Apply =>
  never((terms, fact, value) => {
    const found = some(terms, fact, (item) => identical(terms, item, value));
    return holds ? found : terms.and(is(terms, "array", fact), terms.not(found));
  });

const standard: Readonly<Record<string, Apply>> = {
  equal: never(identical),
  notEqual: negated(never(identical)),
  in: includes,
  notIn: negated(includes),
  contains: contains(true),
  doesNotContain: contains(false),
  lessThan: order(true, false),
  lessThanInclusive: order(false, false),
  greaterThan: order(true, true),
  greaterThanInclusive: order(false, true),
  isSet: asked(isSet),
  isPresent: asked((terms, fact) => terms.not(is(terms, "absent", fact))),
};

/** An operator with its decorators; one of a user's own is not encoded. */
export function applyOperator(terms: Terms, operators: Operators, name: string, fact: Value, value: Value): Verdict {
  const [first, ...rest] = name.split(":") as [string, ...string[]];
  const next = rest.join(":");
  const known = standard[first];
  const isStock = rest.length === 0 ? known !== undefined && isOwn(operators, first) : (standardDecorators as readonly string[]).includes(first);
  const inner = (one: Value, other: Value) => applyOperator(terms, operators, next, one, other);
  if (isStock && rest.length === 0) return known!(terms, fact, value);
  if (isStock) {
    if (first === "swap") return inner(value, fact);
    if (first === "not") return negated(() => inner(fact, value))(terms, fact, value);
    const quantified = first.endsWith("Fact")
      ? quantify(terms, first.startsWith("every"), fact, false, (item) => inner(item, value))
      : quantify(terms, first.startsWith("every"), value, true, (item) => inner(fact, item));
    if (quantified !== null) return quantified;
  }
  const run = (a: MaybeJson, b: MaybeJson): boolean | null => {
    try {
      return operators.get(name)!.test(a, b);
    } catch (error) {
      if (error instanceof OperatorError) return null;
      throw error;
    }
  };
  return {
    holds: terms.guess(`operator ${name}`, [fact, value], ([a, b]) => run(a, b) === true),
    fails: terms.guess(`operator ${name} fails`, [fact, value], ([a, b]) => run(a, b) === null),
  };
}

/** A user may have put an operator of the same name in place of the standard one. */
function isOwn(operators: Operators, name: string): boolean {
  return standardOperators.some((operator) => operator === operators.get(name));
}

/** Null where it is not encoded: items that may make the operator fail. */
function quantify(terms: Terms, every: boolean, list: Value, mustBeArray: boolean, test: (item: Value) => Verdict): Verdict | null {
  if (list.kind === "if") {
    const [then, otherwise] = [quantify(terms, every, list.then, mustBeArray, test), quantify(terms, every, list.otherwise, mustBeArray, test)];
    if (then === null || otherwise === null) return null;
    return { holds: choose(terms, list.test, then.holds, otherwise.holds), fails: choose(terms, list.test, then.fails, otherwise.fails) };
  }
  const isArray = is(terms, "array", list);
  const unfit = mustBeArray ? terms.not(isArray) : terms.no;
  if (list.kind === "constant") {
    if (!Array.isArray(list.value)) return { holds: terms.no, fails: unfit };
    const verdicts = list.value.map((item: Json) => test(terms.constant(item)));
    return verdicts.reduceRight<Verdict>(
      (after, { holds, fails }) => {
        const goesOn = every ? holds : terms.not(holds);
        return { holds: every ? terms.and(holds, after.holds) : terms.or(holds, after.holds), fails: terms.or(fails, terms.and(goesOn, after.fails)) };
      },
      { holds: every ? terms.yes : terms.no, fails: terms.no },
    );
  }
  let isSafe = true;
  const found = some(terms, list, (item) => {
    const { holds, fails } = test(item);
    if (fails !== terms.no) isSafe = false;
    return every ? terms.not(holds) : holds;
  });
  if (!isSafe) return null;
  return { holds: every ? terms.and(isArray, terms.not(found)) : found, fails: unfit };
}
