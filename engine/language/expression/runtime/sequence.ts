/** An intermediate value: JSON, absent, or an array that carries marks and may have absent items. */
export type Value = undefined | null | boolean | number | string | List | Struct;
export interface List extends ReadonlyArray<Value> {
  readonly [MARKS]?: number;
}
export interface Struct {
  readonly [key: string]: Value;
}

/** Marks are stored under a symbol, so document keys cannot collide with them. `plain` removes them from the result. */
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

/** Turns an unaliased array into a sequence. */
export const sequence = (items: Value[]): List => mark(items, SEQUENCE);

/** Marks an array constructor that is a path step. */
export const constructed = (items: Value[]): List => mark(items, CONSTRUCTED);

/** Wraps the document for evaluation: an array document counts as one item. */
export function enter(document: Value): Value {
  return isList(document) ? mark([document], SEQUENCE | WRAPPER) : document;
}

/** Undoes `enter`; returns any other value unchanged. */
export function unwrap(input: Value): Value {
  return isList(input) && (marksOf(input) & WRAPPER) !== 0 ? input[0] : input;
}

/** Settles a sequence: an empty one becomes absent, a singleton becomes its item unless `[]` kept it. */
export function seal(value: Value): Value {
  if (!isList(value) || value.length > 1 || !isSequence(value)) return value;
  if (value.length === 0) return undefined;
  return (marksOf(value) & KEPT) !== 0 ? value : value[0];
}

/** Settles a sequence written with `[]`: a singleton stays an array. */
export function sealKept(value: Value): Value {
  if (isList(value) && isSequence(value)) mark(value, KEPT);
  return seal(value);
}

/** `$`: the context as a value. */
export const context = (input: Value): Value => seal(unwrap(input));
