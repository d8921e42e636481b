import { lastOf } from "../common/must.js";
import type { LinkedPacks } from "../packs/linked.js";
import { givenKinds } from "../serving/origin.js";
import type { Evaluated } from "./evaluated.js";
import { netChanges, type NetChange } from "./net-changes.js";
import { findOrigin } from "./origin-of.js";

/** Values that one pack derived for every model. */
export interface DerivedByPack {
  readonly pack: string;
  readonly fields: readonly string[];
}

export interface GroupedChanges {
  /** Changes by rules of model families and by users' own rules, and replaced user choices. */
  readonly special: readonly NetChange[];
  /** Changes by packs for whole deployments only, grouped by the pack that wrote last. */
  readonly derived: readonly DerivedByPack[];
}

/** Groups the ledger by field, and separates changes specific to this model from those derived for every model. */
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

/** Packs that run only when a whole deployment is resolved. */
export function packsForDeployments({ stages }: Pick<LinkedPacks, "stages">): ReadonlySet<string> {
  return new Set(
    stages.flatMap((stage) => (stage.kind === "pack" && stage.isForDeployments === true ? [stage.pack] : [])),
  );
}

function packOf(rule: string): string {
  return rule.slice(0, rule.lastIndexOf("/"));
}
