import { shellText } from "../../common/shell-text.js";
import type { UpgradeChange, UpgradedDeployment } from "../../upgrade/upgraded.js";

/** Changes that the same deployments share. */
export interface Group {
  readonly deployments: readonly UpgradedDeployment[];
  readonly changes: readonly UpgradeChange[];
}

const ranks: readonly UpgradeChange["kind"][] = ["failure", "flag", "field", "log", "fixed"];

/** Lists every change once, with the deployments that share it: most severe first, then by number of deployments. */
export function groupChanges(deployments: readonly UpgradedDeployment[]): readonly Group[] {
  const holders = new Map<string, { readonly change: UpgradeChange; readonly deployments: UpgradedDeployment[] }>();
  for (const deployment of deployments) {
    for (const change of deployment.changes) {
      const key = JSON.stringify(change);
      const entry = holders.get(key) ?? { change, deployments: [] };
      holders.set(key, entry);
      entry.deployments.push(deployment);
    }
  }
  const places = new Map(deployments.map((deployment, index) => [deployment, index]));
  const groups = new Map<
    string,
    { readonly deployments: readonly UpgradedDeployment[]; readonly changes: UpgradeChange[] }
  >();
  for (const { change, deployments: sharing } of holders.values()) {
    const key = sharing.map((entry) => places.get(entry)).join();
    const group = groups.get(key) ?? { deployments: sharing, changes: [] };
    groups.set(key, group);
    group.changes.push(change);
  }
  const rank = ({ changes }: Group) => Math.min(...changes.map(({ kind }) => ranks.indexOf(kind)));
  return [...groups.values()].sort(
    (left, right) => rank(left) - rank(right) || right.deployments.length - left.deployments.length,
  );
}

/** Groups deployments by the flags that preserve their behavior. */
export function groupKeeps(
  deployments: readonly UpgradedDeployment[],
): readonly { readonly words: string; readonly left: number; readonly names: readonly string[] }[] {
  const groups = new Map<string, { readonly words: string; readonly left: number; readonly names: string[] }>();
  for (const { keep, name } of deployments) {
    if (keep === null) continue;
    const group = groups.get(JSON.stringify(keep)) ?? { words: shellText(keep.args), left: keep.left, names: [] };
    groups.set(JSON.stringify(keep), group);
    group.names.push(name);
  }
  return [...groups.values()];
}
