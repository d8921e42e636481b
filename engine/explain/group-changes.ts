import { lastOf } from "../common/must.js";
import type { LinkedPacks } from "../packs/linked.js";
import { givenKinds } from "../vllm/config/origin.js";
import type { Evaluated } from "./evaluated.js";
import { netChanges, type NetChange } from "./net-changes.js";
import { findOrigin } from "./origin-of.js";

/** What one pack derived as for every model. */
export interface DerivedByPack {
  readonly pack: string;
  readonly fields: readonly string[];
}

export interface GroupedChanges {
  /** What rules of model families and users' own rules changed, and what replaced a choice of the user. */
  readonly special: readonly NetChange[];
  /** What only packs for whole deployments wrote, by the pack that wrote it last. */
  readonly derived: readonly DerivedByPack[];
}

/** The ledger by field, what is particular to this model apart from what is worked out for every one. */
export function groupChanges({ result, rules, built }: Evaluated): GroupedChanges {
  const core = packsForDeployments(rules);
  const isChosen = (path: string): boolean => givenKinds.has(findOrigin(path, built?.origins ?? {})?.kind ?? "");
  const special: NetChange[] = [];
  const derived = new Map<string, string[]>();
  for (const net of netChanges(result.changes)) {
    const isDerived = net.writes.every(({ rule }) => core.has(packOf(rule)));
    if (!isDerived || (net.before != null && isChosen(net.path))) special.push(net);
    else {
      const pack = packOf(lastOf(net.writes).rule);
      derived.set(pack, [...(derived.get(pack) ?? []), net.path]);
    }
  }
  return { special, derived: [...derived].map(([pack, fields]) => ({ pack, fields })) };
}

/** The packs that run only where a whole deployment is resolved. */
export function packsForDeployments({ stages }: Pick<LinkedPacks, "stages">): ReadonlySet<string> {
  return new Set(
    stages.flatMap((stage) => (stage.kind === "pack" && stage.isForDeployments === true ? [stage.pack] : [])),
  );
}

function packOf(rule: string): string {
  return rule.slice(0, rule.lastIndexOf("/"));
}
