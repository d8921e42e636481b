import { isObject, jsonEqual, type Json, type MaybeJson } from "../../common/json.js";
import { must } from "../../common/must.js";
import type { Bool, Leaf, Tag, Value } from "../term.js";
import { choose, type Terms } from "../terms.js";
import { assumeOf, type Known } from "../assume.js";
import { casesIn } from "./cases-in.js";
import { basesOf, keysWritten, splitChain, waysThrough } from "./chain.js";
import { filled, get, is, isInRange, isOneOf, itemWritten, tagsOf, within, type ItemWritten } from "./values.js";
import { tagOf } from "./tag-of.js";

const structures: readonly Tag[] = ["array", "object"];

/**
 * Whether two values are the same scalar, including absent; false for structures, whose identity depends on their
 * origins.
 */
export function identical(terms: Terms, left: Value, right: Value): Bool {
  return compare(terms, "identical", left, right, (one, other) => {
    const equal = scalarsEqual(terms, one, other);
    return one.kind === "constant" || other.kind === "constant"
      ? equal
      : terms.and(equal, terms.not(isStructure(terms, one)));
  });
}

export const isStructure = (terms: Terms, value: Value): Bool => isOneOf(terms, structures, value);

/** Deep equality of JSON; absent equals only absent. */
export function alike(terms: Terms, left: Value, right: Value): Bool {
  return compare(terms, "alike", left, right, (one, other) => {
    if (one === other) return terms.yes;
    if (one.kind === "constant" && other.kind === "constant")
      return jsonEqual(one.value, other.value) ? terms.yes : terms.no;
    const both = (tag: Tag) => terms.and(is(terms, tag, one), is(terms, tag, other));
    return terms.or(
      identical(terms, one, other),
      terms.and(both("array"), both("array") === terms.no ? terms.no : arraysAlike(terms, one, other)),
      terms.and(both("object"), both("object") === terms.no ? terms.no : objectsAlike(terms, one, other)),
    );
  });
}

type Part = Exclude<Value, { kind: "if" }>;

function compare(
  terms: Terms,
  name: string,
  left: Value,
  right: Value,
  leaves: (left: Part, right: Part) => Bool,
): Bool {
  if (left.id > right.id) return compare(terms, name, right, left, leaves);
  if (left === right && left.kind !== "if") return leaves(left, right as Part);
  return terms.memo(name, [left, right], () => {
    const over = left.kind === "if" ? left : right.kind === "if" ? right : null;
    if (over === null) return leaves(left as Part, right as Part);
    const inEach = eachWay(terms, left, right, (one, two) => compare(terms, name, one, two, leaves));
    if (inEach !== null) return inEach;
    const other = over === left ? right : left;
    const part = (branch: Value, test: Bool) => compare(terms, name, branch, within(terms, other, test), leaves);
    return choose(terms, over.test, part(over.then, over.test), part(over.otherwise, terms.not(over.test)));
  });
}

/** Beyond this number of pairs, comparing case by case takes long if many cases come from aliasing. */
const mostPairs = 100;

interface Way {
  readonly test: Bool;
  readonly known: Known;
}

/**
 * Splits a comparison by the alias of the text config if that yields fewer pairs of cases, otherwise returns null.
 * Exactly one alternative applies to each document.
 */
export function eachWay(
  terms: Terms,
  left: Value,
  right: Value,
  compareIn: (left: Value, right: Value) => Bool,
): Bool | null {
  if (casesIn(left) * casesIn(right) <= mostPairs) return null;
  const ways = terms.memo("ways", [], () => waysOf(terms));
  const inWays = ways.map(({ test, known }) => ({
    test,
    one: assumeOf(terms, left, known),
    other: assumeOf(terms, right, known),
  }));
  if (ways.length < 2 || inWays.some(({ one, other }) => one === left && other === right)) return null;
  return terms.or(...inWays.map(({ test, one, other }) => terms.and(test, compareIn(one, other))));
}

function waysOf(terms: Terms): readonly Way[] {
  const { shared } = terms;
  const tests = must(shared.domain.values, "the values of what is shared").map((way) =>
    scalarsEqual(terms, shared, terms.constant(way) as Part),
  );
  return tests.map((test) => ({
    test,
    known: {
      truths: new Map(tests.map((other) => [other, other === test ? terms.yes : terms.no])),
      values: new Map(),
    },
  }));
}

/** Equality of scalars; unspecified for structures. */
function scalarsEqual(terms: Terms, left: Part, right: Part): Bool {
  if (left.kind === "constant" && right.kind === "constant") {
    const isScalar = !structures.includes(tagOf(left.value));
    return isScalar && left.value === right.value ? terms.yes : terms.no;
  }
  if (left === right) return terms.yes;
  if (left.kind === "store" || right.kind === "store") return terms.no;
  const [constant, other] =
    left.kind === "constant" ? [left, right as Leaf] : right.kind === "constant" ? [right, left as Leaf] : [null, null];
  if (constant !== null) {
    const tag = tagOf(constant.value);
    if (structures.includes(tag)) return terms.no;
    if (tag === "absent" || tag === "null") return is(terms, tag, other);
    if (!tagsOf(other).has(tag) || !isAllowed(other, constant.value)) return terms.no;
  } else {
    const apart = ![...tagsOf(left as Leaf)].some((tag) => tagsOf(right as Leaf).has(tag));
    if (apart) return terms.no;
  }
  return terms.make<Bool>(`identical ${left.id} ${right.id}`, () => ({ kind: "identical", left, right }));
}

function isAllowed(leaf: Leaf, value: MaybeJson): boolean {
  if (leaf.kind !== "field") return true;
  const { values, isInteger } = leaf.domain;
  if (isInteger && typeof value === "number" && !Number.isInteger(value)) return false;
  return values === null || values.includes(value as Json);
}

function arraysAlike(terms: Terms, left: Part, right: Part): Bool {
  const [written, other] = left.kind === "constant" ? [left, right] : [right, left];
  const isListed =
    written.kind === "constant" &&
    Array.isArray(written.value) &&
    written.value.every((item) => typeof item !== "object" || item === null);
  if (isListed && other.kind === "field") {
    const items = (written as { value: MaybeJson }).value as Json[];
    return terms.make<Bool>(`listed ${other.id} ${JSON.stringify(items)}`, () => ({
      kind: "listed",
      of: other,
      items,
    }));
  }
  const [own, others] = [itemsWritten(left), itemsWritten(right)];
  const [base, otherBase] = [own.at(-1)?.list ?? left, others.at(-1)?.list ?? right];
  if (base !== otherBase) return guessAlike(terms, left, right);
  // What has all of the items still has its length.
  const all = [...own, ...others];
  const inside = terms.and(...all.map((item) => isInRange(terms, item)));
  const indices = new Set(all.map(({ index }) => index));
  const same = [...indices].map((index) => alike(terms, get(terms, left, index), get(terms, right, index)));
  return choose(terms, inside, terms.and(...same), guessAlike(terms, left, right));
}

/** The items that were written into an array, the last first. */
function itemsWritten(value: Value): readonly ItemWritten[] {
  const written = itemWritten(value);
  return written === null ? [] : [written, ...itemsWritten(written.list)];
}

function objectsAlike(terms: Terms, left: Part, right: Part): Bool {
  if (left.kind === "constant") return objectsAlike(terms, right, left);
  if (left.kind === "field" && right.kind === "constant") {
    const keys = Object.keys(right.value as object);
    if (keys.length === 0) return terms.not(filled(terms, left));
    const only = terms.guess(
      `keys ${JSON.stringify(keys)}`,
      [left],
      ([object]) => isObject(object) && Object.keys(object).every((key) => keys.includes(key)),
    );
    return terms.and(only, ...keys.map((key) => alike(terms, get(terms, left, key), get(terms, right, key))));
  }
  const bases = new Set([...basesOf(left), ...basesOf(right)]);
  // Writes on top of one value differ only where they write; outside of it, written objects have no keys.
  if (bases.size === 1 || [...bases].every(({ kind }) => kind === "constant")) {
    const keys = new Set([...bases].flatMap((base) => (bases.size === 1 ? [] : keysOf(base))));
    for (const side of [left, right]) for (const key of keysWritten(side)) keys.add(key);
    return terms.and(...[...keys].map((key) => alike(terms, get(terms, left, key), get(terms, right, key))));
  }
  if (waysThrough(left) * waysThrough(right) <= mostWays) {
    const [one, two] = [splitChain(terms, left), splitChain(terms, right)];
    if (one !== left || two !== right) return alike(terms, one, two);
  }
  return guessAlike(terms, left, right);
}

/** Beyond this number of pairs of cases, writes are not compared case by case. */
const mostWays = 64;

function keysOf(base: Value): readonly string[] {
  return base.kind === "constant" && isObject(base.value) ? Object.keys(base.value) : [];
}

function guessAlike(terms: Terms, left: Value, right: Value): Bool {
  return terms.guess("alike", [left, right], ([a, b]) => jsonEqual(a, b));
}
