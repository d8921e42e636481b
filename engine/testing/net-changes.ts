import { jsonEqual, type Json, type JsonObject } from "../common/json.js";
import { readPath } from "../common/path.js";
import type { Result } from "../generated/result.js";

/** The net effect of an evaluation, without intermediate steps. */
export interface NetChanges {
  /** Each changed path with its final value. */
  readonly changes: Readonly<Record<string, Json>>;
  /** Paths that existed and were removed. */
  readonly removed: readonly string[];
}

/**
 * Computes the net changes: each written path whose final value differs from the initial one. Omits paths below another
 * one, whose value includes them. A failed evaluation has no document, so it changes nothing.
 */
export function netChanges(before: JsonObject, { document, changes: ledger }: Result): NetChanges {
  const changes: Record<string, Json> = {};
  const removed: string[] = [];
  if (document === null) return { changes, removed };
  const moved = [...new Set(ledger.map(({ path }) => path))].filter(
    (path) => !jsonEqual(readPath(before, path.split(".")), readPath(document, path.split("."))),
  );
  const all = new Set(moved);
  for (const path of moved) {
    if (isBelow(path, all)) continue;
    const after = readPath(document, path.split("."));
    if (after === undefined) removed.push(path);
    else changes[path] = after;
  }
  return { changes, removed };
}

function isBelow(path: string, others: ReadonlySet<string>): boolean {
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1))
    if (others.has(path.slice(0, end))) return true;
  return false;
}
