import type { Json } from "../../common/json.js";
import {
  standardDecorators,
  standardOperators,
  type OperatorName,
  type Operators,
} from "../../language/conditions/operators.js";
import { identical, isStructure } from "./equality.js";
import { areOneObject, type Operand } from "./identity.js";
import { rulesOrder } from "./numbers.js";
import { holdsText } from "./text-calls.js";
import { some } from "./some.js";
import type { Bool, Value } from "../term.js";
import { itemsIn } from "../term-parts.js";
import { choose, type Terms } from "../terms.js";
import { is, isOneOf } from "./values.js";

/** The result of an operator, and where it fails. */
export interface Verdict {
  readonly holds: Bool;
  readonly fails: Bool;
}

/** Context of one comparison. */
export interface Comparing {
  readonly terms: Terms;
  readonly operators: Operators;
  /** What the alias is at that moment: see sharing.ts. */
  readonly shared: Value;
  /** Receives where the result is not modeled. */
  open(where: Bool): void;
}

type Apply = (context: Comparing, fact: Operand, value: Operand) => Verdict;

const never =
  (apply: (context: Comparing, fact: Operand, value: Operand) => Bool): Apply =>
  (context, fact, value) => ({
    holds: apply(context, fact, value),
    fails: context.terms.no,
  });
const negated =
  (apply: Apply): Apply =>
  (context, fact, value) => {
    const { holds, fails } = apply(context, fact, value);
    return { holds: context.terms.not(holds), fails };
  };
const order = (strict: boolean, isAbove: boolean): Apply =>
  never(({ terms }, fact, value) => rulesOrder(terms, strict, isAbove, fact.value, value.value));

/** `===`: scalars by value, structures by identity. */
function same({ terms, shared, open }: Comparing, left: Operand, right: Operand): Bool {
  const scalars = identical(terms, left.value, right.value);
  const structures = terms.and(isStructure(terms, left.value), isStructure(terms, right.value));
  if (structures === terms.no) return scalars;
  const found = areOneObject(terms, left.origin, right.origin, shared);
  if (found !== null) return terms.or(scalars, terms.and(structures, found));
  open(itemsIn(structures).length > 0 ? terms.yes : structures);
  return scalars;
}

const isSet = (terms: Terms, fact: Value): Bool => terms.not(isOneOf(terms, ["absent", "null"], fact));
const asked = (apply: (terms: Terms, fact: Value) => Bool): Apply =>
  never(({ terms }, { value: fact }, { value }) =>
    terms.or(
      terms.and(identical(terms, value, terms.constant(true)), apply(terms, fact)),
      terms.and(identical(terms, value, terms.constant(false)), terms.not(apply(terms, fact))),
    ),
  );

/** json-rules-engine searches strings as well as arrays. */
const includes: Apply = (context, fact, list) => {
  const { terms } = context;
  const isText = is(terms, "string", list.value);
  const find = ([item, text]: readonly unknown[]) => typeof text === "string" && text.includes(item as string);
  const inText =
    isText === terms.no
      ? isText
      : choose(
          terms,
          is(terms, "string", fact.value),
          holdsText(terms, list.value, fact.value),
          terms.guess("in text", [fact.value, list.value], find),
        );
  return {
    holds: choose(
      terms,
      isText,
      inText,
      someItem(context, list, (item) => same(context, item, fact)),
    ),
    fails: terms.not(isOneOf(terms, ["string", "array"], list.value)),
  };
};
const contains = (holds: boolean): Apply =>
  never((context, list, value) => {
    const { terms } = context;
    const found = someItem(context, list, (item) => same(context, item, value));
    return holds ? found : terms.and(is(terms, "array", list.value), terms.not(found));
  });

function someItem({ terms }: Comparing, list: Operand, test: (item: Operand) => Bool): Bool {
  const origin = { kind: "item", of: list.origin } as const;
  return some(terms, list.value, (value) => test({ value, origin }));
}

const standard: Readonly<Record<OperatorName, Apply>> = {
  equal: never(same),
  notEqual: negated(never(same)),
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

/** Applies an operator with its decorators; custom ones are not modeled. */
export function applyOperator(context: Comparing, name: string, fact: Operand, value: Operand): Verdict {
  const { terms, operators, open } = context;
  const [first, ...rest] = name.split(":") as [string, ...string[]];
  const next = rest.join(":");
  const inner = (one: Operand, other: Operand) => applyOperator(context, next, one, other);
  const known = rest.length === 0 && isOwn(operators, first) ? standard[first as OperatorName] : undefined;
  if (known !== undefined) return known(context, fact, value);
  const isQuantified = /^(some|every)(Fact|Value)$/.test(first);
  if (rest.length > 0 && (standardDecorators as readonly string[]).includes(first)) {
    if (first === "swap") return inner(value, fact);
    if (first === "not") return negated(() => inner(fact, value))(context, fact, value);
    const every = first.startsWith("every");
    const quantified = !isQuantified
      ? null
      : first.endsWith("Fact")
        ? quantify(context, every, fact, false, (item) => inner(item, value))
        : quantify(context, every, value, true, (item) => inner(fact, item));
    if (quantified !== null) return quantified;
  }
  open(terms.yes);
  return { holds: terms.no, fails: terms.no };
}

/** Whether the user has replaced the standard operator by one of the same name. */
function isOwn(operators: Operators, name: string): boolean {
  return standardOperators.some((operator) => operator === operators.get(name));
}

/** Null if it is not modeled: items for which the operator may fail. */
function quantify(
  context: Comparing,
  every: boolean,
  list: Operand,
  mustBeArray: boolean,
  test: (item: Operand) => Verdict,
  known: Map<Value, Verdict | null> = new Map(),
): Verdict | null {
  const { terms } = context;
  const { value, origin } = list;
  if (value.kind === "if") {
    // Cases share subterms: visit each once.
    const part = (branch: Value) => {
      const found = known.get(branch);
      if (found !== undefined) return found;
      const verdict = quantify(context, every, { value: branch, origin }, mustBeArray, test, known);
      known.set(branch, verdict);
      return verdict;
    };
    const [then, otherwise] = [part(value.then), part(value.otherwise)];
    if (then === null || otherwise === null) return null;
    return {
      holds: choose(terms, value.test, then.holds, otherwise.holds),
      fails: choose(terms, value.test, then.fails, otherwise.fails),
    };
  }
  const isArray = is(terms, "array", value);
  const unfit = mustBeArray ? terms.not(isArray) : terms.no;
  if (value.kind === "constant") {
    if (!Array.isArray(value.value)) return { holds: terms.no, fails: unfit };
    const verdicts = value.value.map((item: Json) => test({ value: terms.constant(item), origin: { kind: "new" } }));
    return verdicts.reduceRight<Verdict>(
      (after, { holds, fails }) => {
        const goesOn = every ? holds : terms.not(holds);
        return {
          holds: every ? terms.and(holds, after.holds) : terms.or(holds, after.holds),
          fails: terms.or(fails, terms.and(goesOn, after.fails)),
        };
      },
      { holds: every ? terms.yes : terms.no, fails: terms.no },
    );
  }
  let isSafe = true;
  const found = someItem(context, list, (item) => {
    const { holds, fails } = test(item);
    if (fails !== terms.no) isSafe = false;
    return every ? terms.not(holds) : holds;
  });
  if (!isSafe) return null;
  return { holds: every ? terms.and(isArray, terms.not(found)) : found, fails: unfit };
}
