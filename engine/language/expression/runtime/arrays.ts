import { ExpressionError } from "../expression-error.js";
import { checkedLength, spend } from "./budget.js";
import { same } from "./comparison.js";
import { constructed, isList, isSequence, sequence, type List, type Value } from "./sequence.js";

export const count = (value: Value): number => (value === undefined ? 0 : isList(value) ? value.length : 1);

/** Concatenates two values to one array; if one is absent, returns the other unchanged. */
export function append(left: Value, right: Value): Value {
  if (left === undefined) return right;
  if (right === undefined) return left;
  const head = isList(left) ? left : [left];
  const tail = isList(right) ? right : [right];
  checkedLength(head.length + tail.length);
  spend(head.length + tail.length);
  return [...head, ...tail];
}

export type ItemKind = "nested" | "spread";

/** Constructs an array. `kinds` states for each value whether an array is one item or contributes its items. */
export function array(kinds: readonly ItemKind[], values: readonly Value[]): Value[] {
  const made: Value[] = [];
  for (let index = 0; index < values.length; index++) {
    const value = values[index];
    if (value === undefined) continue;
    if (kinds[index] === "nested" || !isList(value)) made.push(value);
    else {
      checkedLength(made.length + value.length);
      for (let inner = 0; inner < value.length; inner++) made.push(value[inner]);
    }
  }
  spend(made.length);
  return made;
}

/** An array constructor that is a path step. */
export const pathArray = (kinds: readonly ItemKind[], values: readonly Value[]): List =>
  constructed(array(kinds, values));

export function range(from: number, to: number): Value[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

export function reverse(list: List | undefined): Value {
  if (list === undefined) return undefined;
  spend(list.length);
  return [...list].reverse();
}

export function distinct(value: Value): Value {
  if (!isList(value) || value.length <= 1) return value;
  const found: Value[] = [];
  for (const item of value) {
    spend(found.length + 1);
    if (!found.some((known) => same(item, known))) found.push(item);
  }
  return isSequence(value) ? sequence(found) : found;
}

/** Sorts numbers or strings in ascending order; strings by UTF-16 code unit. */
export function sort(list: List | undefined): Value {
  if (list === undefined || list.length <= 1) return list;
  spend(list.length);
  for (const kind of ["number", "string"]) {
    if (list.every((item) => typeof item === kind)) {
      return [...list].sort((left, right) => ((left as number) < (right as number) ? -1 : left === right ? 0 : 1));
    }
  }
  throw new ExpressionError("D3070", "`$sort` needs an array of only numbers or only strings");
}
