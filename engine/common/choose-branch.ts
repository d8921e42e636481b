import { isObject, type JsonObject } from "./json.js";
import { itemAt } from "./must.js";
import { nearest } from "./nearest.js";

/** The schema alternative that a value was meant to match. */
export type BranchChoice =
  | { readonly kind: "branch"; readonly index: number }
  /** One object has the discriminating keys of two alternatives. */
  | { readonly kind: "together"; readonly first: string; readonly second: string }
  /** No alternative can be inferred; `heads` are the keys that would select one. */
  | { readonly kind: "none"; readonly heads: readonly string[] };

/**
 * Infers the alternative of an object. The first required key of an alternative, such as `all` or `fact`, selects it.
 */
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

/** Scores a branch: matching keys count most, then keys that look like misspellings; the discriminating key decides. */
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
