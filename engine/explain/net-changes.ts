import { jsonEqual } from "../common/json.js";
import { firstOf, lastOf } from "../common/must.js";
import type { Change } from "../generated/result.js";

/** What the rules did to one field: where it began, where it ended, and each write on the way. */
export interface NetChange {
  readonly path: string;
  /** Left out where the field was absent. */
  readonly before?: unknown;
  /** Left out where the field was removed. */
  readonly after?: unknown;
  readonly writes: readonly Change[];
}

/** The ledger by field, in the order of each field's first write. */
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

/** The net changes of fields that ended elsewhere than they began. */
export function lastChanges(changes: readonly Change[]): readonly NetChange[] {
  return netChanges(changes).filter((net) => "before" in net !== "after" in net || !jsonEqual(net.before, net.after));
}
