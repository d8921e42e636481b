import type { ExpressionNode, Filter, PathNode, SelectNode } from "../../language/expression/node.js";
import type { Bool, Value } from "../term.js";
import { choose, type Terms } from "../terms.js";
import { membersOf } from "./calls.js";
import { mentionsRoot } from "./gaps.js";
import { below } from "./numbers.js";
import { truth } from "./some.js";
import { looksAtPlaces, unknown, within, type Fault, type Scope } from "./unknown-expression.js";
import { either, get, is } from "./values.js";

type Encode = (scope: Scope, node: ExpressionNode) => Value;

/** What a path or selection has come to. */
interface Walk {
  readonly value: Value;
  /** Where it meets an array, and is not modeled. */
  readonly open: Bool;
}

/**
 * Encodes a path with filters or parentheses; null if it is not modeled at all. Lemma: where it meets no array, each
 * step and filter has at most one item, so it is a sequence of lookups and tests; elsewhere it is uninterpreted.
 */
export function encodePath(scope: Scope, node: PathNode, encode: Encode): Value | null {
  if (node.keep || node.start === "array") return null;
  return apart(scope, node, (inner) => {
    let at: Walk | null = { value: scope.document, open: scope.terms.no };
    for (const [index, step] of node.steps.entries()) {
      const isFirst = index === 0;
      const from: Walk = at;
      const entered = stepInto(inner, step.node, from, isFirst, encode);
      const here = isFirst ? inner : within(inner, scope.terms.not(is(scope.terms, "absent", from.value)));
      at = entered === null ? null : filtered(here, step.filters, entered, index === node.steps.length - 1, encode);
      if (at === null) return null;
    }
    return at;
  });
}

/** Encodes filters on something other than a path; null if it is not modeled at all. */
export function encodeSelect(scope: Scope, node: SelectNode, encode: Encode): Value | null {
  if (node.keep || (node.of.kind === "call" && node.filters.some(({ kind }) => kind === "where"))) return null;
  const members = membersOf(node.of);
  const [only, ...more] = node.filters;
  return apart(scope, node, (inner) => {
    if (members === null || only?.kind !== "index" || more.length > 0) {
      const value = encode(inner, node.of);
      return filtered(inner, node.filters, { value, open: scope.terms.no }, true, encode);
    }
    const values = members.map((member) => encode(inner, member));
    const open = scope.terms.or(...values.map((value) => is(scope.terms, "array", value)));
    const { index } = only;
    const value =
      index < 0 ? presentAt(scope.terms, values.toReversed(), -index - 1) : presentAt(scope.terms, values, index);
    return { value, open };
  });
}

/** Faults on the way count where it is modeled; elsewhere the whole has its own. */
function apart(scope: Scope, node: ExpressionNode, walk: (inner: Scope) => Walk | null): Value | null {
  const { terms, faults } = scope;
  const own: Fault[] = [];
  const walked = walk({ ...scope, faults: own });
  if (walked === null) return null;
  const { value, open } = walked;
  for (const { when, ...fault } of own) {
    const met = terms.and(when, terms.not(open));
    if (met !== terms.no) faults.push({ ...fault, when: met });
  }
  return open === terms.no ? value : either(terms, open, unknown(within(scope, open), node), value);
}

function stepInto(scope: Scope, node: ExpressionNode, from: Walk, isFirst: boolean, encode: Encode): Walk | null {
  const { terms } = scope;
  const isArray = is(terms, "array", from.value);
  if (isFirst && (node.kind === "root" || node.kind === "context")) return from;
  if (node.kind === "name")
    return node.keep ? null : { value: get(terms, from.value, node.name), open: terms.or(from.open, isArray) };
  if (node.kind !== "block") return null;
  if (isFirst) {
    const value = encode(scope, node.of);
    return { value, open: is(terms, "array", value) };
  }
  if (!isLocal(node.of)) return null;
  const isThere = terms.not(is(terms, "absent", from.value));
  const value = encode(inside(scope, from.value, isThere), node.of);
  return {
    value: either(terms, isThere, value, terms.constant(undefined)),
    open: terms.or(from.open, isArray, terms.and(isThere, is(terms, "array", value))),
  };
}

function filtered(scope: Scope, filters: readonly Filter[], from: Walk, isLast: boolean, encode: Encode): Walk | null {
  const { terms } = scope;
  let { value, open } = from;
  const absent = terms.constant(undefined);
  for (const filter of filters) {
    open = terms.or(open, is(terms, "array", value));
    if (filter.kind === "index") {
      value = filter.index === 0 || filter.index === -1 ? value : absent;
      continue;
    }
    if (!isLocal(filter.test)) return null;
    const answer = encode(inside(scope, value, terms.yes), filter.test);
    const isSelected = choose(
      terms,
      is(terms, "number", answer),
      // The position of the only item, from the start or from the end.
      terms.and(below(terms, false, terms.constant(-1), answer), below(terms, true, answer, terms.constant(1))),
      truth(terms, answer),
    );
    const isGap = isLast ? terms.no : terms.and(isSelected, is(terms, "absent", value));
    open = terms.or(open, is(terms, "array", answer), isGap);
    value = either(terms, isSelected, value, absent);
  }
  return { value, open };
}

/** The present member at a position. */
function presentAt(terms: Terms, members: readonly Value[], index: number): Value {
  const [first, ...rest] = members;
  if (first === undefined) return terms.constant(undefined);
  const behind = presentAt(terms, rest, index);
  const here = index === 0 ? first : presentAt(terms, rest, index - 1);
  return either(terms, is(terms, "absent", first), behind, here);
}

/** The scope of a step or filter, whose context is one item. */
const inside = (scope: Scope, item: Value, where: Bool): Scope => ({
  ...within(scope, where),
  document: item,
  shared: scope.terms.constant("none"),
});

/** Whether an expression depends on nothing but its context, and not on where that is. */
function isLocal(node: ExpressionNode): boolean {
  return !mentionsRoot(node) && !looksAtPlaces(node);
}
