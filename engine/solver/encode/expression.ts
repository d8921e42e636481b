import { firstOf } from "../../common/must.js";
import { ExpressionError } from "../../language/expression/expression-error.js";
import type { ExpressionNode, OrderNode } from "../../language/expression/node.js";
import { constantOf, plainPath, readsOf } from "../../language/expression/static.js";
import { applyTo } from "./apply-function.js";
import { casesIn } from "./cases-in.js";
import { alike, identical, isStructure } from "./equality.js";
import { below, combine } from "./numbers.js";
import { concatenate, precedes } from "./text-calls.js";
import { some, truth } from "./some.js";
import { tags, type Bool, type Tag, type Value } from "../term.js";
import { choose, type Terms } from "../terms.js";
import { encodeByValues } from "./call-of-values.js";
import { callOf, membersOf } from "./calls.js";
import { encodeArray, encodeObject } from "./constructors.js";
import { mayHaveGapsInside } from "./gaps.js";
import { encodePath, encodeSelect } from "./select.js";
import { attempt, fail, looksAtPlaces, unknown, within, type Fault, type Scope } from "./unknown-expression.js";
import { isFlat, isUnlike } from "./unlike.js";
import { either, get, is, isOneOf, step } from "./values.js";

export interface Computed {
  readonly value: Value;
  /** In evaluation order; an earlier fault prevents later ones. */
  readonly faults: readonly Fault[];
}

/** Encodes an expression over a document. Unmodeled parts become uninterpreted terms. */
export function computeExpression(terms: Terms, node: ExpressionNode, document: Value, shared: Value): Computed {
  const faults: Fault[] = [];
  const scope = { terms, document, shared, faults, reached: terms.yes };
  if (mayHaveGapsInside(node)) return { value: unknown(scope, node), faults };
  const value = encode(scope, node);
  if (plainPath(node) !== null || casesIn(value) <= mostCases) return { value, faults };
  const told: Fault[] = [];
  return {
    value: unknown({ terms, document, shared, faults: told, reached: terms.yes }, node, "has too many cases"),
    faults: told,
  };
}

/** Comparing two values with more cases would take every pair of cases. */
const mostCases = 121;

function encode(scope: Scope, node: ExpressionNode): Value {
  const { terms, document } = scope;
  const path = plainPath(node);
  if (path !== null) return path.reduce((from, key) => step(terms, from, key), document);
  const written = constantOf(node);
  if (written !== null) return terms.constant(written.value);
  if (readsOf(node).length === 0) return fold(scope, node);
  const bool = (of: Bool): Value => either(terms, of, terms.constant(true), terms.constant(false));
  switch (node.kind) {
    case "block":
      return encode(scope, node.of);
    case "logic": {
      const left = truth(terms, encode(scope, node.left));
      const goesOn = node.operator === "and" ? left : terms.not(left);
      const right = truth(terms, encode(within(scope, goesOn), node.right));
      return bool(node.operator === "and" ? terms.and(left, right) : terms.or(left, right));
    }
    case "condition": {
      const test = truth(terms, encode(scope, node.test));
      const then = encode(within(scope, test), node.then);
      const otherwise =
        node.otherwise === null ? terms.constant(undefined) : encode(within(scope, terms.not(test)), node.otherwise);
      return either(terms, test, then, otherwise);
    }
    case "default": {
      const of = encode(scope, node.of);
      const keeps = node.when === "absent" ? terms.not(is(terms, "absent", of)) : truth(terms, of);
      return either(terms, keeps, of, encode(within(scope, terms.not(keeps)), node.otherwise));
    }
    case "equality": {
      const [left, right] = [encode(scope, node.left), encode(scope, node.right)];
      const both = terms.and(...[left, right].map((side) => terms.not(is(terms, "absent", side))));
      for (const [list, object] of [
        [left, right],
        [right, left],
      ] as const) {
        const isMixed = terms.and(is(terms, "array", list), is(terms, "object", object));
        if (isMixed !== terms.no)
          fail(
            scope,
            terms.and(isMixed, terms.not(is(terms, "absent", get(terms, object, "length")))),
            "array-object-equality",
          );
      }
      const isSame = alike(terms, left, right);
      // Only inside two structures is one of them compared with a list that is not a structure.
      const deep = terms.or(
        ...(["array", "object"] as const).map((tag) => terms.and(is(terms, tag, left), is(terms, tag, right))),
      );
      if (deep !== terms.no && left !== right && ![left, right].some(isFlat))
        fail(
          scope,
          terms.and(
            deep,
            terms.guess("unlike inside", [left, right], ([a, b]) => isUnlike(a, b)),
          ),
          "array-object-equality",
        );
      return bool(terms.and(both, node.operator === "=" ? isSame : terms.not(isSame)));
    }
    case "includes": {
      const left = encode(scope, node.left);
      const found = bool(terms.and(terms.not(is(terms, "absent", left)), includes(scope, left, node.right)));
      // Identity of structures is not modeled here.
      const isOpen = looksAtPlaces(node) ? isStructure(terms, left) : terms.no;
      return isOpen === terms.no ? found : either(terms, isOpen, unknown(within(scope, isOpen), node), found);
    }
    case "order":
      return encodeOrder(scope, node);
    case "arithmetic": {
      const [left, right] = [encode(scope, node.left), encode(scope, node.right)];
      const [isLeft, isRight] = [left, right].map((side) => is(terms, "number", side)) as [Bool, Bool];
      const unfit = (side: Value, isNumber: Bool) => terms.not(terms.or(isNumber, is(terms, "absent", side)));
      fail(scope, unfit(left, isLeft), "T2001");
      fail(scope, unfit(right, isRight), "T2002");
      const numbers = terms.and(isLeft, isRight);
      if (numbers === terms.no) return terms.constant(undefined);
      const value = combine(terms, node.operator, left, right);
      const overflow = terms.and(numbers, is(terms, "absent", value));
      fail(scope, overflow, "D1001", "limit");
      return either(terms, numbers, value, terms.constant(undefined));
    }
    case "negate": {
      const of = encode(scope, node.of);
      fail(scope, terms.not(isOneOf(terms, ["number", "absent"], of)), "D1002");
      return either(terms, is(terms, "number", of), applyTo(terms, "negate", of), terms.constant(undefined));
    }
    case "concat": {
      const [left, right] = [encode(scope, node.left), encode(scope, node.right)];
      const { value, isTooLong, open } = concatenate(terms, left, right);
      fail(scope, isTooLong, "limit", "limit");
      return open === terms.no ? value : either(terms, open, unknown(within(scope, open), node), value);
    }
    case "object":
      return encodeObject(scope, node, encode);
    case "call": {
      if (node.args.length === 1) {
        if (node.name === "exists") return bool(terms.not(is(terms, "absent", encode(scope, firstOf(node.args)))));
        if (node.name === "not" || node.name === "boolean") {
          const of = encode(scope, firstOf(node.args));
          const isTrue = truth(terms, of);
          return either(
            terms,
            is(terms, "absent", of),
            terms.constant(undefined),
            bool(node.name === "not" ? terms.not(isTrue) : isTrue),
          );
        }
        if (node.name === "type") {
          const of = encode(scope, firstOf(node.args));
          return tags.reduce<Value>(
            (rest, tag) => either(terms, is(terms, tag, of), terms.constant(tag === "absent" ? undefined : tag), rest),
            terms.constant(undefined),
          );
        }
      }
      const called = callOf(terms, node, (argument) => encode(scope, argument));
      if (called === null) return encodeByValues(scope, node, encode);
      fail(scope, called.fails.when, called.fails.code);
      if (called.also !== undefined) fail(scope, called.also.when, called.also.code);
      if (called.overflows !== undefined) fail(scope, called.overflows, "D1001", "limit");
      return called.open === terms.no
        ? called.value
        : either(terms, called.open, unknown(within(scope, called.open), node), called.value);
    }
    case "context":
    case "root":
      return document;
    case "path":
      return encodePath(scope, node, encode) ?? unknown(scope, node);
    case "select":
      return encodeSelect(scope, node, encode) ?? unknown(scope, node);
    case "array":
      return encodeArray(scope, node, encode);
    default:
      return unknown(scope, node);
  }
}

/** Compares numbers with numbers and strings with strings; anything else but absent is a fault. */
function encodeOrder(scope: Scope, node: OrderNode): Value {
  const { terms } = scope;
  const [left, right] = [encode(scope, node.left), encode(scope, node.right)];
  const comparable = (side: Value) => isOneOf(terms, ["number", "string", "absent"], side);
  const both = (tag: Tag) => terms.and(is(terms, tag, left), is(terms, tag, right));
  fail(scope, terms.not(terms.and(comparable(left), comparable(right))), "T2010");
  const mixed = terms.or(
    terms.and(is(terms, "number", left), is(terms, "string", right)),
    terms.and(is(terms, "string", left), is(terms, "number", right)),
  );
  fail(scope, mixed, "T2009");
  const strict = node.operator === "<" || node.operator === ">";
  const [less, more] = node.operator.startsWith("<") ? [left, right] : [right, left];
  const texts = both("string");
  const byText =
    texts === terms.no ? texts : strict ? precedes(terms, less, more) : terms.not(precedes(terms, more, less));
  const holds = choose(terms, texts, byText, below(terms, strict, less, more));
  return either(
    terms,
    terms.or(texts, both("number")),
    either(terms, holds, terms.constant(true), terms.constant(false)),
    terms.constant(undefined),
  );
}

/** `in`: the members of an array, or the value itself. */
function includes(scope: Scope, left: Value, node: ExpressionNode): Bool {
  const { terms } = scope;
  const members = membersOf(node);
  if (members !== null) return terms.or(...members.map((member) => includes(scope, left, member)));
  const right = encode(scope, node);
  return choose(
    terms,
    is(terms, "array", right),
    some(terms, right, (item) => identical(terms, item, left)),
    identical(terms, left, right),
  );
}

/** Folds an expression that reads nothing to its value. */
function fold(scope: Scope, node: ExpressionNode): Value {
  const result = attempt(node, null);
  if (!(result instanceof ExpressionError)) return scope.terms.constant(result);
  fail(scope, scope.terms.yes, result.code, result.kind);
  return scope.terms.constant(undefined);
}
