import { checkedLength, spend } from "./budget.js";
import {
  isConstructed,
  isList,
  isSequence,
  seal,
  sealKept,
  sequence,
  type List,
  type Struct,
  type Value,
} from "./sequence.js";

// Steps pass "items" to each other: a list represents its items, any other value is one item, absent is none.

export type Visit = (item: Value) => Value;

/** Reads an own key of an object, or of every object in a nested array. */
export function member(input: Value, name: string): Value {
  if (isList(input)) {
    const found: Value[] = [];
    spend(input.length);
    for (let index = 0; index < input.length; index++) {
      const value = member(input[index], name);
      if (isList(value)) pour(value, found);
      else if (value !== undefined) found.push(value);
    }
    return sequence(found);
  }
  return typeof input === "object" && input !== null && Object.hasOwn(input, name)
    ? (input as Struct)[name]
    : undefined;
}

/** Reads a key as a single step. */
export const name = (input: Value, key: string): Value => seal(member(input, key));
/** Reads a key written with `[]`. */
export const nameKept = (input: Value, key: string): Value => sealKept(member(input, key));

/** Converts a value to the items of the next step. */
export function items(value: Value): Value {
  return isList(value) && isConstructed(value) ? sequence([value]) : value;
}

/** Converts a value to the items of the first step, where even an array constructor contributes its items. */
export const seed = (input: Value): List => (isList(input) ? input : sequence([input]));

/** Reads a key that is not the last of its path. */
export function step(from: Value, key: string): Value {
  if (typeof from !== "object" || from === null) return undefined;
  if (!isList(from)) return Object.hasOwn(from, key) ? items(from[key]) : undefined;
  return flatten(collect(from, (item) => name(item, key)));
}

/** Reads the last key of a path. */
export function lastStep(from: Value, key: string): Value {
  if (typeof from !== "object" || from === null) return undefined;
  if (!isList(from)) return Object.hasOwn(from, key) ? settle(from[key]) : undefined;
  return seal(finish(collect(from, (item) => name(item, key))));
}

export const read1 = (from: Value, a: string): Value => lastStep(from, a);
export const read2 = (from: Value, a: string, b: string): Value => lastStep(step(from, a), b);
export const read3 = (from: Value, a: string, b: string, c: string): Value => lastStep(step(step(from, a), b), c);
export const read4 = (from: Value, a: string, b: string, c: string, d: string): Value =>
  lastStep(step(step(step(from, a), b), c), d);

/** Runs the first step of a path: the context is an item even if it is absent. */
export function first(input: Value, visit: Visit): Value {
  return isList(input) ? flatten(collect(input, visit)) : items(visit(input));
}

/** Runs a step that is neither the first nor the last. */
export function next(from: Value, visit: Visit): Value {
  return from === undefined ? undefined : first(from, visit);
}

/** Runs the last step; `only` if it is also the first. */
export function last(from: Value, visit: Visit): Value {
  return from === undefined ? undefined : only(from, visit);
}

export function only(input: Value, visit: Visit): Value {
  return isList(input) ? seal(finish(collect(input, visit))) : settle(visit(input));
}

/** Runs the last step of a path in which some step was written with `[]`; `onlyKept` if it is also the first. */
export function lastKept(from: Value, visit: Visit): Value {
  return from === undefined ? undefined : onlyKept(from, visit);
}

export function onlyKept(input: Value, visit: Visit): Value {
  return keepList(finish(collect(seed(input), visit)));
}

/** Runs a path that begins with an array constructor, which is evaluated once in the whole context. */
export function fromArray(input: Value, make: Visit, rest: Visit, kept: boolean): Value {
  const made = make(seed(input)) as List;
  if (made.length > 0) return rest(made);
  return kept ? keepList(made) : made;
}

function keepList(list: List): Value {
  return sealKept(isConstructed(list) && !isSequence(list) ? sequence([list]) : list);
}

function collect(list: List, visit: Visit): Value[] {
  spend(list.length);
  const found: Value[] = [];
  for (let index = 0; index < list.length; index++) {
    const value = visit(list[index]);
    if (value !== undefined) found.push(value);
  }
  return found;
}

function flatten(values: Value[]): List {
  const flat: Value[] = [];
  for (const value of values) {
    if (isList(value) && !isConstructed(value)) pour(value, flat);
    else flat.push(value);
  }
  return sequence(flat);
}

function pour(from: List, into: Value[]): void {
  checkedLength(into.length + from.length);
  spend(from.length);
  for (let index = 0; index < from.length; index++) into.push(from[index]);
}

/** Ends a path: a single existing array stays unchanged, everything else is flattened. */
function finish(values: Value[]): List {
  const single = values[0];
  return values.length === 1 && isList(single) && !isSequence(single) ? single : flatten(values);
}

/** `finish` and `seal` for a single item. */
function settle(value: Value): Value {
  return isList(value) && isSequence(value) ? seal(flatten([value])) : value;
}
