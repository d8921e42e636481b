import { isObject, type Json } from "../../common/json.js";
import { boolean } from "../../language/expression/runtime/truth.js";
import type { Bool, ItemTerm, Leaf, Value } from "../term.js";
import { choose, type Terms } from "../terms.js";
import { filled, is } from "./values.js";
import { identical } from "./equality.js";
import { madeOf, type Made } from "./made-arrays.js";

/** Whether the test holds for some item of an array; false for anything else. */
export function some(terms: Terms, list: Value, test: (item: Value) => Bool): Bool {
  // Cases share subterms: visit each once.
  const known = new Map<Value, Bool>();
  const visit = (part: Value): Bool => {
    const found = known.get(part) ?? someOf(terms, part, test, visit);
    known.set(part, found);
    return found;
  };
  return visit(list);
}

function someOf(terms: Terms, list: Value, test: (item: Value) => Bool, visit: (part: Value) => Bool): Bool {
  switch (list.kind) {
    case "constant":
      return Array.isArray(list.value)
        ? terms.or(...list.value.map((item: Json) => test(terms.constant(item))))
        : terms.no;
    case "store":
    case "apply":
    case "length":
      return terms.no;
    case "if":
      return choose(terms, list.test, visit(list.then), visit(list.otherwise));
    default: {
      const made = madeOf(list);
      return made === null ? someItem(terms, list, test) : someOfMade(terms, made, test);
    }
  }
}

/** An item of an array of which only its length is known. */
function someItem(terms: Terms, list: Leaf, test: (item: Value) => Bool): Bool {
  const isArray = is(terms, "array", list);
  if (isArray === terms.no) return isArray;
  const depth = terms.depth++;
  const held = test(terms.make<ItemTerm>(`item ${depth}`, () => ({ kind: "item", depth })));
  terms.depth--;
  if (held === terms.no) return held;
  return terms.and(
    isArray,
    terms.make<Bool>(`some ${list.id} ${depth} ${held.id}`, () => ({ kind: "some", of: list, depth, test: held })),
  );
}

/**
 * Lemma: such an array has the items of its sources and no others. That some of them are structures makes no
 * difference: which objects they are is told by their origins, not by their values.
 */
function someOfMade(terms: Terms, { sources }: Made, test: (item: Value) => Bool): Bool {
  return terms.or(
    ...sources.map(({ value, isSpread }) => {
      const single = terms.and(terms.not(is(terms, "absent", value)), test(value));
      return isSpread ? choose(terms, is(terms, "array", value), some(terms, value, test), single) : single;
    }),
  );
}

/** Whether a value is truthy in an expression. */
export function truth(terms: Terms, value: Value): Bool {
  if (value.kind === "constant") return boolean(value.value as never) === true ? terms.yes : terms.no;
  return terms.memo("truth", [value], () => {
    if (value.kind === "if") return choose(terms, value.test, truth(terms, value.then), truth(terms, value.otherwise));
    const other = (constant: Json) => terms.not(identical(terms, value, terms.constant(constant)));
    return terms.or(
      identical(terms, value, terms.constant(true)),
      terms.and(is(terms, "string", value), other("")),
      terms.and(is(terms, "number", value), other(0)),
      filled(terms, value),
      terms.depth > 1
        ? terms.guess("truth", [value], ([list]) => !isObject(list) && boolean(list as never) === true)
        : some(terms, value, (item) => truth(terms, item)),
    );
  });
}
