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

// Between two steps, "items" travel: a list is its items, anything else is one item, absent is none.

export type Visit = (item: Value) => Value;

/** Reads a key of an object, or of every object in an array, however deep; own keys only. */
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

/** A key as a step sees it. */
export const name = (input: Value, key: string): Value => seal(member(input, key));
/** A key written with `[]`. */
export const nameKept = (input: Value, key: string): Value => sealKept(member(input, key));

/** A value as the items of the next step. */
export function items(value: Value): Value {
  return isList(value) && isConstructed(value) ? sequence([value]) : value;
}

/** A value as the items of the first step, where even a written array counts as its items. */
export const seed = (input: Value): List => (isList(input) ? input : sequence([input]));

/** One key, not the last of its path. */
export function step(from: Value, key: string): Value {
  if (typeof from !== "object" || from === null) return undefined;
  if (!isList(from)) return Object.hasOwn(from, key) ? items(from[key]) : undefined;
  return flatten(collect(from, (item) => name(item, key)));
}

/** One key, the last of its path. */
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

/** The first step of a path: the context itself is an item even where it is absent. */
export function first(input: Value, visit: Visit): Value {
  return isList(input) ? flatten(collect(input, visit)) : items(visit(input));
}

/** A step that is neither the first nor the last. */
export function next(from: Value, visit: Visit): Value {
  return from === undefined ? undefined : first(from, visit);
}

/** The last step; `only` where it is the first too. */
export function last(from: Value, visit: Visit): Value {
  return from === undefined ? undefined : only(from, visit);
}

export function only(input: Value, visit: Visit): Value {
  return isList(input) ? seal(finish(collect(input, visit))) : settle(visit(input));
}

/** The last step of a path in which some step was written with `[]`; `onlyKept` where it is the first too. */
export function lastKept(from: Value, visit: Visit): Value {
  return from === undefined ? undefined : onlyKept(from, visit);
}

export function onlyKept(input: Value, visit: Visit): Value {
  return keepList(finish(collect(seed(input), visit)));
}

/** A path that begins with a written array, which is made once, from the whole context. */
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

/** The end of a path: one array that a step found as it is stays as it is, everything else flows together. */
function finish(values: Value[]): List {
  const single = values[0];
  return values.length === 1 && isList(single) && !isSequence(single) ? single : flatten(values);
}

/** `finish` and `seal` of the only item's value. */
function settle(value: Value): Value {
  return isList(value) && isSequence(value) ? seal(flatten([value])) : value;
}
