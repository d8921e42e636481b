import { sortedKeys, sortKeys, withSortedKeys } from "../../../common/key-order.js";
import { itemAt } from "../../../common/must.js";
import { ExpressionError } from "../expression-error.js";
import { isForbiddenName } from "../forbidden-names.js";
import { append } from "./arrays.js";
import { spend } from "./budget.js";
import { member, type Visit } from "./path.js";
import { isList, sequence, type Struct, type Value } from "./sequence.js";
import { show } from "./show.js";

/** Refuses a key that reaches a prototype. */
function allowed(key: string): string {
  if (!isForbiddenName(key)) return key;
  throw new ExpressionError("forbidden-key", `\`${key}\` cannot be used as a key`);
}

// Key order is not observable: constructed objects and listed keys are sorted.

/**
 * Constructs an object. Over an array, the keys are evaluated for every item, and items with equal keys are grouped
 * before the value is evaluated.
 */
export function object(input: Value, pairs: readonly (readonly [key: Visit, value: Visit])[]): Struct {
  const groups = new Map<string, { pair: number; data: Value }>();
  for (const item of contexts(input)) {
    pairs.forEach(([keyOf], pair) => {
      const key = keyOf(item);
      if (key === undefined) return;
      if (typeof key !== "string") throw new ExpressionError("T1003", `a key must be a string, not ${show(key)}`);
      const group = groups.get(allowed(key));
      if (group === undefined) groups.set(key, { pair, data: item });
      else if (group.pair === pair) group.data = append(group.data, item);
      else throw new ExpressionError("D1009", `the key \`${key}\` is written twice`);
    });
  }
  const made: Record<string, Value> = {};
  for (const [key, { pair, data }] of groups) {
    const value = itemAt(pairs, pair)[1](data);
    if (value !== undefined) made[key] = value;
  }
  return withSortedKeys(made);
}

function contexts(input: Value): readonly Value[] {
  if (!isList(input)) return [input];
  // jsonata writes into the empty array here, so its result would depend on earlier evaluations.
  if (input.length === 0) throw new ExpressionError("empty-context", "an object cannot be created from an empty array");
  spend(input.length);
  return input;
}

export function keys(value: Value): Value {
  const found = new Set<string>();
  gather(value, found);
  return sequence(ordered(found));
}

function gather(value: Value, found: Set<string>): void {
  if (isList(value)) {
    spend(value.length);
    for (const item of value) gather(item, found);
  } else if (typeof value === "object" && value !== null) {
    const names = Object.keys(value);
    spend(names.length);
    for (const name of names) found.add(name);
  }
}

/** Orders names as object keys do, index-like keys first. */
function ordered(names: Set<string>): string[] {
  const holder = Object.create(null) as Record<string, true>;
  for (const name of names) holder[name] = true;
  return sortKeys(Object.keys(holder));
}

export function lookup(value: Value, key: string | undefined): Value {
  if (key === undefined) throw new ExpressionError("absent-argument", "argument 2 of `$lookup` is absent");
  return member(value, allowed(key));
}

export function merge(objects: readonly Struct[] | undefined): Value {
  if (objects === undefined) return undefined;
  const made: Record<string, Value> = {};
  for (const object of objects) {
    const names = Object.keys(object);
    spend(names.length + 1);
    for (const name of names) made[allowed(name)] = object[name];
  }
  return withSortedKeys(made);
}

export function spread(value: Value): Value {
  if (isList(value)) {
    spend(value.length);
    return value.reduce<Value>((all, item) => append(all, spread(item)), sequence([]));
  }
  if (typeof value !== "object" || value === null) return value;
  return sequence(sortedKeys(value).map((name) => ({ [allowed(name)]: value[name] })));
}
