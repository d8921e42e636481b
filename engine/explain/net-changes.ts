import { jsonEqual } from "../common/json.js";
import { firstOf, lastOf } from "../common/must.js";
import type { Change } from "../generated/result.js";

/** The changes of one field by rules: its first value, its last value, and each write in between. */
export interface NetChange {
  readonly path: string;
  /** Omitted if the field was absent. */
  readonly before?: unknown;
  /** Omitted if the field was removed. */
  readonly after?: unknown;
  readonly writes: readonly Change[];
}

/** Groups the ledger by field, in the order of each field's first write. */
export function netChanges(changes: readonly Change[]): readonly NetChange[] {
  const byPath = new Map<string, Change[]>();
  for (const change of changes) byPath.set(change.path, [...(byPath.get(change.path) ?? []), change]);
  return [...byPath].map(([path, writes]) => {
    const [first, last] = [firstOf(writes), lastOf(writes)];
    return {
      path,
      ...("before" in first ? { before: first.before } : {}),
      ...("after" in last ? { after: last.after } : {}),
      writes,
    };
  });
}

/** Net changes of fields whose final value differs from the initial one. */
export function lastChanges(changes: readonly Change[]): readonly NetChange[] {
  return netChanges(changes).filter((net) => "before" in net !== "after" in net || !jsonEqual(net.before, net.after));
}
