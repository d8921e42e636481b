import type { Value } from "../term.js";
import type { Terms } from "../terms.js";
import { either, store } from "./values.js";

/** The values that a chain of writes may begin with, through all of its cases. */
export function basesOf(value: Value): ReadonlySet<Value> {
  const [bases, seen] = [new Set<Value>(), new Set<Value>()];
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === "store") open.push(next.of);
    else if (next.kind === "if") open.push(next.then, next.otherwise);
    else bases.add(next);
  }
  return bases;
}

/** The keys that a chain of writes may write, in any of its cases. */
export function keysWritten(value: Value): ReadonlySet<string> {
  const [keys, seen] = [new Set<string>(), new Set<Value>()];
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    if (next.kind === "if") open.push(next.then, next.otherwise);
    if (next.kind !== "store") continue;
    keys.add(next.key);
    open.push(next.of);
  }
  return keys;
}

/** The number of cases of a chain, counted along each way through them. */
export function waysThrough(value: Value): number {
  const known = new Map<Value, number>();
  const count = (part: Value): number => {
    const found = known.get(part) ?? counted(part);
    known.set(part, found);
    return found;
  };
  const counted = (part: Value): number => {
    if (part.kind === "if") return count(part.then) + count(part.otherwise);
    return part.kind === "store" ? count(part.of) : 1;
  };
  return count(value);
}

/** The same value, with the case distinctions below its writes above them. */
export function splitChain(terms: Terms, value: Value): Value {
  if (value.kind === "if")
    return either(terms, value.test, splitChain(terms, value.then), splitChain(terms, value.otherwise));
  if (value.kind !== "store") return value;
  return over(terms, splitChain(terms, value.of), value.key, value.value);
}

function over(terms: Terms, of: Value, key: string, value: Value): Value {
  if (of.kind !== "if") return store(terms, of, key, value);
  return either(terms, of.test, over(terms, of.then, key, value), over(terms, of.otherwise, key, value));
}
