import { isObject } from "../../common/json.js";
import { firstOf, fromRecord } from "../../common/must.js";
import type { CallNode, ExpressionNode } from "../../language/expression/node.js";
import { applyTo } from "./apply-function.js";
import type { FunctionName } from "./functions/names.js";
import { madeOf } from "./made-arrays.js";
import { below, combine, whole } from "./numbers.js";
import type { Called, Encode } from "./called.js";
import { textCallOf } from "./text-calls.js";
import type { Bool, LengthTerm, Value } from "../term.js";
import { choose, type Terms } from "../terms.js";
import { either, get, is, isOneOf, spread, store } from "./values.js";

type Call = (terms: Terms, argument: ExpressionNode, encode: Encode) => Called | null;

/** Encodes a call; null if it is uninterpreted. */
export function callOf(terms: Terms, node: CallNode, encode: Encode): Called | null {
  const { name, args } = node;
  const call = Object.hasOwn(calls, name) && args.length === 1 ? fromRecord(calls, name) : null;
  return call === null ? textCallOf(terms, node, encode) : call(terms, firstOf(args), encode);
}

const calls: Readonly<Record<string, Call>> = {
  floor: (terms, argument, encode) => ofNumber(terms, encode(argument), "floor"),
  ceil: (terms, argument, encode) => ofNumber(terms, encode(argument), "ceil"),
  abs: (terms, argument, encode) => ofNumber(terms, encode(argument), "abs"),
  round: (terms, argument, encode) => ofNumber(terms, encode(argument), "round"),
  count: (terms, argument, encode) => countMembers(terms, argument, encode) ?? count(terms, encode(argument)),
  sum: (terms, argument, encode) => ofMembers(terms, argument, encode, (members) => total(terms, members)),
  average: (terms, argument, encode) => ofMembers(terms, argument, encode, (members) => average(terms, members)),
  min: (terms, argument, encode) => extreme(terms, argument, encode, (left, right) => below(terms, false, left, right)),
  max: (terms, argument, encode) => extreme(terms, argument, encode, (left, right) => below(terms, false, right, left)),
  merge,
};

function ofNumber(terms: Terms, of: Value, name: FunctionName): Called {
  const isWhole = terms.or(whole(terms, of), terms.not(is(terms, "number", of))) === terms.yes;
  const result = isWhole && name !== "abs" ? of : applyTo(terms, name, of);
  const value = either(terms, is(terms, "number", of), result, terms.constant(undefined));
  return { value, fails: { when: terms.not(isOneOf(terms, ["number", "absent"], of)), code: "T0410" }, open: terms.no };
}

function count(terms: Terms, of: Value): Called {
  // Cases share subterms: visit each once.
  const known = new Map<Value, Bool>();
  const isOpen = (part: Value): Bool => {
    const found = known.get(part) ?? whereOpen(part);
    known.set(part, found);
    return found;
  };
  const whereOpen = (part: Value): Bool => {
    if (part.kind === "if") return choose(terms, part.test, isOpen(part.then), isOpen(part.otherwise));
    const made = madeOf(part);
    if (made?.isWhole === true)
      return terms.or(...made.sources.map((source) => (source.isSpread ? isOpen(source.value) : terms.no)));
    return part.kind === "field" || part.kind === "constant" ? terms.no : is(terms, "array", part);
  };
  return { value: countOf(terms, of), fails: { when: terms.no, code: "" }, open: isOpen(of) };
}

/** Number of items, for what is not open. */
function countOf(terms: Terms, of: Value): Value {
  return spread(terms, "count", of, (part) => {
    if (part.kind === "constant" && Array.isArray(part.value)) return terms.constant(part.value.length);
    const made = madeOf(part);
    if (made?.isWhole === true)
      return made.sources.reduce<Value>(
        (sum, source) =>
          combine(terms, "+", sum, source.isSpread ? countOf(terms, source.value) : one(terms, source.value)),
        terms.constant(0),
      );
    const single = one(terms, part);
    if (part.kind !== "field") return single;
    const isArray = is(terms, "array", part);
    return isArray === terms.no
      ? single
      : either(
          terms,
          isArray,
          terms.make<LengthTerm>(`length ${part.id}`, () => ({ kind: "length", of: part })),
          single,
        );
  });
}

const one = (terms: Terms, value: Value): Value =>
  either(terms, is(terms, "absent", value), terms.constant(0), terms.constant(1));

/** Number of present members of an array constructor. */
const present = (terms: Terms, members: readonly Value[]): Value =>
  members.reduce<Value>(
    (count, member) =>
      spread(terms, `one more ${member.id}`, count, (part) =>
        either(terms, is(terms, "absent", member), part, next(terms, part)),
      ),
    terms.constant(0),
  );

const next = (terms: Terms, count: Value): Value =>
  terms.constant(((count as Extract<Value, { kind: "constant" }>).value as number) + 1);

function countMembers(terms: Terms, argument: ExpressionNode, encode: Encode): Called | null {
  const nodes = membersOf(argument);
  if (nodes === null || nodes.length > mostCounted) return null;
  const members = nodes.map(encode);
  return {
    value: present(terms, members),
    fails: { when: terms.no, code: "" },
    open: terms.or(...members.map((member) => is(terms, "array", member))),
  };
}

/** With more members, there would be too many cases of which are present. */
const mostCounted = 8;

/** Sums from left to right, rounding each partial sum; absent once one is too large. */
function total(terms: Terms, members: readonly Value[]): Value {
  return members.reduce<Value>((sum, member) => {
    const more = either(terms, is(terms, "number", sum), combine(terms, "+", sum, member), terms.constant(undefined));
    return either(terms, is(terms, "absent", member), sum, more);
  }, terms.constant(0));
}

function average(terms: Terms, members: readonly Value[]): Value {
  const sum = total(terms, members);
  const shared = either(
    terms,
    is(terms, "number", sum),
    combine(terms, "/", sum, present(terms, members)),
    terms.constant(undefined),
  );
  return either(
    terms,
    terms.and(...members.map((member) => is(terms, "absent", member))),
    terms.constant(undefined),
    shared,
  );
}

/** Computes a number from the numeric members of an array constructor. */
function ofMembers(
  terms: Terms,
  argument: ExpressionNode,
  encode: Encode,
  of: (members: readonly Value[]) => Value,
): Called | null {
  const nodes = membersOf(argument);
  if (nodes === null || nodes.length > mostCounted) return null;
  const members = nodes.map(encode);
  const value = of(members);
  const isOpen = terms.or(...members.map((member) => is(terms, "array", member)));
  const unfit = terms.or(...members.map((member) => terms.not(isOneOf(terms, ["number", "absent", "array"], member))));
  const numbers = terms.and(
    terms.not(unfit),
    terms.not(isOpen),
    terms.or(...members.map((member) => is(terms, "number", member))),
  );
  return {
    value,
    fails: { when: unfit, code: "T0412" },
    overflows: terms.and(numbers, is(terms, "absent", value)),
    open: terms.and(isOpen, terms.not(unfit)),
  };
}

/** Minimum or maximum of the numeric members of an array constructor. */
function extreme(
  terms: Terms,
  argument: ExpressionNode,
  encode: Encode,
  isBefore: (left: Value, right: Value) => Bool,
): Called | null {
  const members = membersOf(argument)?.map(encode);
  if (members === undefined) return null;
  const value = members.reduce<Value>((best, member) => {
    const keeps = terms.or(is(terms, "absent", member), terms.and(is(terms, "number", best), isBefore(best, member)));
    return either(terms, keeps, best, member);
  }, terms.constant(undefined));
  const open = terms.or(...members.map((member) => is(terms, "array", member)));
  const unfit = terms.or(...members.map((member) => terms.not(isOneOf(terms, ["number", "absent", "array"], member))));
  return { value, fails: { when: unfit, code: "T0412" }, open: terms.and(open, terms.not(unfit)) };
}

/** Merges an object constructor with another, whose keys take precedence. */
function merge(terms: Terms, argument: ExpressionNode, encode: Encode): Called | null {
  const members = membersOf(argument)?.map(encode);
  if (members?.length !== 2) return null;
  const [first, second] = members as [Value, Value];
  const keys = writtenKeys(first);
  if (keys === null) return null;
  const merged = keys.reduce((object, key) => {
    const own = get(terms, second, key);
    return store(terms, object, key, either(terms, is(terms, "absent", own), get(terms, first, key), own));
  }, second);
  const isArray = is(terms, "array", second);
  const unfit = terms.not(isOneOf(terms, ["object", "absent", "array"], second));
  return {
    fails: { when: unfit, code: "T0412" },
    open: isArray,
    value: either(terms, is(terms, "absent", second), first, merged),
  };
}

/** The keys of an object constructor. */
function writtenKeys(value: Value): readonly string[] | null {
  if (value.kind === "constant") return isObject(value.value) && Object.keys(value.value).length === 0 ? [] : null;
  if (value.kind !== "store") return null;
  const inner = writtenKeys(value.of);
  return inner === null ? null : [...inner, value.key];
}

/** The members of an array constructor; null if the node is anything else. */
export function membersOf(node: ExpressionNode): readonly ExpressionNode[] | null {
  if (node.kind === "block") return membersOf(node.of);
  if (node.kind !== "array" || node.items.some(({ kind }) => kind !== "spread")) return null;
  return node.items.map((item) => (item as { readonly node: ExpressionNode }).node);
}
