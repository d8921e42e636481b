import type { Value } from "../term.js";

/** Number of cases of a value. */
export function casesIn(value: Value): number {
  const seen = new Set<Value>();
  const open = [value];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.kind !== "if" || seen.has(next)) continue;
    seen.add(next);
    open.push(next.then, next.otherwise);
  }
  return seen.size + 1;
}
