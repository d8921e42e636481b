import { isObject, type JsonObject } from "./json.js";
import { itemAt } from "./must.js";
import { nearest } from "./nearest.js";

/** Which of several alternatives a value was meant as. */
export type BranchChoice =
  | { readonly kind: "branch"; readonly index: number }
  /** The keys that name two alternatives stand in one object. */
  | { readonly kind: "together"; readonly first: string; readonly second: string }
  /** Nothing tells; `heads` are the keys that would. */
  | { readonly kind: "none"; readonly heads: readonly string[] };

/** Each alternative is an object that its first required key names, such as `all` or `fact`. */
export function chooseBranch(value: unknown, branches: readonly JsonObject[]): BranchChoice {
  const required = branches.map((branch) => (branch.required ?? []) as string[]);
  const heads = [...new Set(required.flatMap(([head]) => head ?? []))];
  if (!isObject(value)) return { kind: "none", heads };
  const keys = Object.keys(value);
  const present = heads.filter((head) => keys.includes(head));
  if (present.length > 1) {
    const [first, second] = present.toSorted((left, right) => keys.indexOf(left) - keys.indexOf(right)) as [
      string,
      string,
    ];
    return { kind: "together", first, second };
  }
  const scores = branches.map((branch, index) => score(keys, branch, itemAt(required, index), present));
  const best = Math.max(...scores);
  return best > 0 ? { kind: "branch", index: scores.indexOf(best) } : { kind: "none", heads };
}

/** Keys that are there count most, then keys that look like ones that are not; the key that names the branch decides. */
function score(
  keys: readonly string[],
  branch: JsonObject,
  required: readonly string[],
  present: readonly string[],
): number {
  if (present.length > 0 && required[0] !== present[0]) return 0;
  const known = Object.keys((branch.properties ?? {}) as JsonObject);
  const found = known.filter((key) => keys.includes(key));
  const absent = required.filter((key) => !keys.includes(key));
  const unknown = keys.filter((key) => !known.includes(key));
  const misspelt = unknown.filter((key) => nearest(key, absent) !== null);
  return found.length * 4 + misspelt.length * 3 - (unknown.length - misspelt.length);
}
