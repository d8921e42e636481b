import { isObject, type Json } from "../../common/json.js";
import { hasKey } from "../../common/path.js";
import { runtime } from "../../language/expression/runtime.js";
import { functions } from "./functions/functions.js";
import { tags, type Bool, type FieldTerm, type Leaf, type Tag, type Value } from "../term.js";
import { tagOf } from "./tag-of.js";
import { choose, type Terms } from "../terms.js";

const every: ReadonlySet<Tag> = new Set(tags);
const present: ReadonlySet<Tag> = new Set(tags.filter((tag) => tag !== "absent"));
const numbers: ReadonlySet<Tag> = new Set(["number"]);

/** Possible tags of a leaf, as far as statically known. */
export function tagsOf(leaf: Leaf): ReadonlySet<Tag> {
  switch (leaf.kind) {
    case "field":
      return leaf.domain.tags;
    case "unknown":
      return leaf.tags;
    case "apply":
      return functions[leaf.name].tags;
    case "length":
      return numbers;
    case "item":
      return present;
  }
}

/** Whether a value has a tag. */
export function is(terms: Terms, tag: Tag, value: Value): Bool {
  switch (value.kind) {
    case "constant":
      return tagOf(value.value) === tag ? terms.yes : terms.no;
    case "store":
      return tag === "object" ? terms.yes : terms.no;
    case "if":
      return terms.memo(`is ${tag}`, [value], () =>
        choose(terms, value.test, is(terms, tag, value.then), is(terms, tag, value.otherwise)),
      );
    default: {
      const known = tagsOf(value);
      if (!known.has(tag)) return terms.no;
      const [first] = known;
      // With two possible tags, a value has one exactly if it does not have the other.
      if (first !== undefined && known.size === 2 && tag !== first) return terms.not(is(terms, first, value));
      return known.size === 1
        ? terms.yes
        : terms.make<Bool>(`is ${tag} ${value.id}`, () => ({ kind: "is", tag, of: value }));
    }
  }
}

export const isOneOf = (terms: Terms, of: readonly Tag[], value: Value): Bool =>
  terms.or(...of.map((tag) => is(terms, tag, value)));

/** A value that depends on a formula (if-then-else). */
export function either(terms: Terms, test: Bool, then: Value, otherwise: Value): Value {
  if (test === terms.yes || then === otherwise) return then;
  if (test === terms.no) return otherwise;
  const [inside, outside] = [within(terms, then, test), within(terms, otherwise, terms.not(test))];
  if (inside !== then || outside !== otherwise) return either(terms, test, inside, outside);
  return terms.make<Value>(`if ${test.id} ${then.id} ${otherwise.id}`, () => ({ kind: "if", test, then, otherwise }));
}

/** Simplifies a value under an assumption that implies or contradicts its outermost tests. */
export function within(terms: Terms, value: Value, given: Bool): Value {
  if (value.kind !== "if") return value;
  const known = new Map<Bool, boolean>((given.kind === "and" ? given.of : [given]).map((part) => [part, true]));
  const follows = (test: Bool): boolean => {
    const found =
      known.get(test) ??
      ((test.kind === "and" && test.of.every(follows)) || (test.kind === "or" && test.of.some(follows)));
    known.set(test, found);
    return found;
  };
  let rest: Value = value;
  while (rest.kind === "if") {
    if (follows(rest.test)) rest = rest.then;
    else if (follows(terms.not(rest.test))) rest = rest.otherwise;
    else break;
  }
  return rest;
}

/** Applies a function to each case of a value. */
export function spread(
  terms: Terms,
  name: string,
  value: Value,
  apply: (value: Exclude<Value, { kind: "if" }>) => Value,
): Value {
  if (value.kind !== "if") return apply(value);
  return terms.memo(name, [value], () =>
    either(terms, value.test, spread(terms, name, value.then, apply), spread(terms, name, value.otherwise, apply)),
  );
}

/** The value under a key; absent in anything but an object. Array items by index are not encoded. */
export function get(terms: Terms, value: Value, key: string): Value {
  return spread(terms, `get ${key}`, value, (part) => {
    switch (part.kind) {
      case "constant":
        return terms.constant(
          typeof part.value === "object" && part.value !== null && hasKey(part.value, key)
            ? (part.value as Record<string, Json>)[key]
            : undefined,
        );
      case "store":
        return part.key === key ? part.value : get(terms, part.of, key);
      case "field": {
        if (!tagsOf(part).has("object")) return itemAt(terms, part, key, terms.constant(undefined));
        return itemAt(terms, part, key, field(terms, part, key, "object"));
      }
      case "apply":
      case "length":
        return terms.constant(undefined);
      case "unknown": {
        const written = itemWritten(part);
        return written === null ? lookUp(terms, part, key) : getBeside(terms, written, key);
      }
      default:
        return lookUp(terms, part, key);
    }
  });
}

/** An array in which an item was replaced; empty if it had none at that index. */
export interface ItemWritten {
  readonly list: Value;
  readonly index: string;
  readonly item: Value;
}

const withItemAt = "with item ";

/** Replaces an item of a list. */
export function withItem(terms: Terms, list: Value, index: string, item: Value): Value {
  return terms.unknown(`${withItemAt}${index}`, [list, item], new Set<Tag>(["array"]), ([items, written]) =>
    Array.isArray(items) && Number(index) < items.length ? items.with(Number(index), written) : [],
  );
}

/** The array and the item of a term that `withItem` made; null for any other. */
export function itemWritten(value: Value): ItemWritten | null {
  if (value.kind !== "unknown" || !value.name.startsWith(withItemAt)) return null;
  const [list, item] = value.inputs;
  return list === undefined || item === undefined ? null : { list, item, index: value.name.slice(withItemAt.length) };
}

/** Whether the array has the item that was replaced. */
export const isInRange = (terms: Terms, { list, index }: ItemWritten): Bool =>
  terms.and(is(terms, "array", list), terms.not(is(terms, "absent", get(terms, list, index))));

function getBeside(terms: Terms, written: ItemWritten, key: string): Value {
  const found = key === written.index ? written.item : get(terms, written.list, key);
  return either(terms, isInRange(terms, written), found, terms.constant(undefined));
}

function itemAt(terms: Terms, of: Leaf, key: string, otherwise: Value): Value {
  return /^\d+$/.test(key) ? either(terms, is(terms, "array", of), lookUp(terms, of, key), otherwise) : otherwise;
}

function lookUp(terms: Terms, of: Leaf, key: string): Value {
  return terms.unknown(`get ${key}`, [of], every, ([value]) =>
    typeof value === "object" && value !== null && hasKey(value, key)
      ? (value as Record<string, Json>)[key]
      : undefined,
  );
}

function field(terms: Terms, of: FieldTerm, key: string, via: "object" | "items"): FieldTerm {
  const path = `${of.path}${of.path === "" ? "" : "."}${via === "items" ? "[]." : ""}${key}`;
  const domain = via === "items" ? of.domain.items.child(key) : of.domain.child(key);
  const known =
    via === "items" ? { ...domain, tags: new Set([...domain.tags, "array", "absent"] as Tag[]), values: null } : domain;
  return terms.make<FieldTerm>(`field ${of.id} ${via} ${key}`, () => ({
    kind: "field",
    of,
    key,
    via,
    path,
    domain: known,
  }));
}

/** The value under a key as in a JSONata path: for an array, in each of its items. */
export function step(terms: Terms, value: Value, key: string): Value {
  return spread(terms, `step ${key}`, value, (part) => {
    const project = () =>
      terms.unknown(`step ${key}`, [part], every, ([from]) => runtime.plainRead(runtime.lastStep(from, key)));
    if (part.kind === "store") return get(terms, part, key);
    if (part.kind === "constant") return Array.isArray(part.value) ? project() : get(terms, part, key);
    const isArray = is(terms, "array", part);
    if (isArray === terms.no) return get(terms, part, key);
    return either(
      terms,
      isArray,
      part.kind === "field" ? field(terms, part, key, "items") : project(),
      get(terms, part, key),
    );
  });
}

/** An object with a key set or, if absent, removed. */
export function store(terms: Terms, of: Value, key: string, value: Value): Value {
  if (get(terms, of, key) === value) return of;
  if (of.kind === "store" && of.key === key) return store(terms, of.of, key, value);
  // Writing the current value has no effect in some cases; checking this for all cases would multiply them with each
  // key.
  if (of.kind === "if" && [of.then, of.otherwise].some((part) => get(terms, part, key) === value)) {
    return either(terms, of.test, store(terms, of.then, key, value), store(terms, of.otherwise, key, value));
  }
  return terms.make<Value>(`store ${of.id} ${key} ${value.id}`, () => ({ kind: "store", of, key, value }));
}

/** Whether an object has any keys. */
export function filled(terms: Terms, value: Value): Bool {
  switch (value.kind) {
    case "constant":
      return isObject(value.value) && Object.keys(value.value).length > 0 ? terms.yes : terms.no;
    case "if":
      return terms.memo("filled", [value], () =>
        choose(terms, value.test, filled(terms, value.then), filled(terms, value.otherwise)),
      );
    case "store": {
      const here = terms.not(is(terms, "absent", value.value));
      if (here === terms.yes) return here;
      const rest = terms.guess("filled", [value], ([object]) => isObject(object) && Object.keys(object).length > 0);
      return terms.or(here, rest);
    }
    default:
      return terms.and(
        is(terms, "object", value),
        terms.make<Bool>(`filled ${value.id}`, () => ({ kind: "filled", of: value })),
      );
  }
}
