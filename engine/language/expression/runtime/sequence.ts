/** A value while an expression runs: JSON, absent, or an array that carries marks and may hold absent items. */
export type Value = undefined | null | boolean | number | string | List | Struct;
export interface List extends ReadonlyArray<Value> {
  readonly [MARKS]?: number;
}
export interface Struct {
  readonly [key: string]: Value;
}

/** Marks sit under a symbol, so that no key of a document can be mistaken for one; `plain` takes them off the result. */
const MARKS = Symbol("marks");
const SEQUENCE = 1;
const KEPT = 2;
const CONSTRUCTED = 4;
const WRAPPER = 8;

const marksOf = (list: List): number => list[MARKS] ?? 0;

function mark<T extends List>(list: T, marks: number): T {
  (list as { [MARKS]?: number })[MARKS] = marksOf(list) | marks;
  return list;
}

export function isList(value: Value): value is List {
  return Array.isArray(value);
}

export const isMarked = (list: List): boolean => list[MARKS] !== undefined;
export const isSequence = (list: List): boolean => (marksOf(list) & SEQUENCE) !== 0;
export const isConstructed = (list: List): boolean => (marksOf(list) & CONSTRUCTED) !== 0;

/** Makes a sequence of an array that nobody else holds. */
export const sequence = (items: Value[]): List => mark(items, SEQUENCE);

/** Marks a written array that stands in a path. */
export const constructed = (items: Value[]): List => mark(items, CONSTRUCTED);

/** What an expression starts from: a document that is an array counts as one item, not as many. */
export function enter(document: Value): Value {
  return isList(document) ? mark([document], SEQUENCE | WRAPPER) : document;
}

/** The document inside what `enter` made, or the value itself. */
export function unwrap(input: Value): Value {
  return isList(input) && (marksOf(input) & WRAPPER) !== 0 ? input[0] : input;
}

/** Settles a sequence: an empty one is absent, one of a single item is the item unless `[]` kept it. */
export function seal(value: Value): Value {
  if (!isList(value) || value.length > 1 || !isSequence(value)) return value;
  if (value.length === 0) return undefined;
  return (marksOf(value) & KEPT) !== 0 ? value : value[0];
}

/** Settles a sequence that was written with `[]`: a single item stays in its array. */
export function sealKept(value: Value): Value {
  if (isList(value) && isSequence(value)) mark(value, KEPT);
  return seal(value);
}

/** `$`: the context as a value. */
export const context = (input: Value): Value => seal(unwrap(input));
