import { escapeControls } from "../../common/printable.js";
import { count } from "../../common/count.js";
import type { Upgraded, UpgradedDeployment } from "../../upgrade/upgraded.js";
import type { Group } from "./groups.js";

/** Describes the remaining changes with the preserving flags. */
export function leftText(left: number): string {
  return left === 0 ? "no changes remain" : `${count(left, "change")} ${left === 1 ? "remains" : "remain"}`;
}

/** Maximum number of rows of an overview that people read completely. */
export const mostRows = 100;

/** States how many rows an overview omits. */
export function restLine({ length }: readonly UpgradedDeployment[]): readonly string[] {
  return length > mostRows
    ? [`and ${length - mostRows} more, none of them worse (see the page or the JSON report)`]
    : [];
}

/** Renders some names, and the number of others. */
export function namesText(names: readonly string[], most: number): string {
  const rest = names.length > most ? ` and ${names.length - most} more` : "";
  return escapeControls(`${names.slice(0, most).join(", ")}${rest}`);
}

/** Names the deployments of a group. */
export function groupNames({ deployments }: Group, all: number, most: number): string {
  const names = deployments.map(({ name }) => name);
  const [only, ...others] = names;
  if (only !== undefined && others.length === 0) return escapeControls(only);
  return names.length === all
    ? all === 2
      ? "both"
      : `all ${all} that change`
    : `${names.length} deployments: ${namesText(names, most)}`;
}

/** Notes on one line each: what is unchanged, what was not checked, and what is omitted. */
export function noteLines(upgraded: Upgraded, most: number): readonly string[] {
  const { deployments, unchanged, flagsOnly, tooEarly } = upgraded;
  const whole = unchanged.filter((name) => !flagsOnly.includes(name));
  const quiet = quietText(deployments);
  return [
    ...(whole.length === 0
      ? []
      : [
          `${count(whole.length, "deployment")} ${whole.length === 1 ? "is unchanged" : "are unchanged"}: ${namesText(whole, most)}`,
        ]),
    ...(flagsOnly.length === 0
      ? []
      : [
          `compared only the flags of ${count(flagsOnly.length, "deployment")}, whose config.json was not found (name the folder of their models with --models): ${namesText(flagsOnly, most)}`,
        ]),
    ...(tooEarly.length === 0
      ? []
      : [
          `${count(tooEarly.length, "recipe")} ${tooEarly.length === 1 ? "requires" : "require"} a later release than ${upgraded.from.join(", ")}: ${namesText(tooEarly, most)}`,
        ]),
    ...machineLines(deployments, most),
    ...(quiet === null ? [] : [quiet]),
  ];
}

/** Names the deployments whose rules depend on hardware that was not described. */
function machineLines(deployments: readonly UpgradedDeployment[], most: number): readonly string[] {
  const asking = deployments.filter(({ askedOfMachine }) => askedOfMachine.length > 0);
  if (asking.length === 0) return [];
  const facts = [...new Set(asking.flatMap(({ askedOfMachine }) => askedOfMachine))].map((path) =>
    path.slice("environment.".length),
  );
  return [
    `some rules depend on hardware you have not described: ${facts.join(", ")} (--platform, --compute-capability, --flash-attention): ${namesText(
      asking.map(({ name }) => name),
      most,
    )}`,
  ];
}

/** Renders fields that appear or disappear at their defaults, on one line; null if there are none. */
function quietText(deployments: readonly UpgradedDeployment[]): string | null {
  const most = (key: "newFields" | "goneFields") => Math.max(0, ...deployments.map((entry) => entry[key].length));
  const [added, gone] = [most("newFields"), most("goneFields")];
  const parts = [
    ...(added === 0 ? [] : [`up to ${count(added, "new field")} at ${added === 1 ? "its default" : "their defaults"}`]),
    ...(gone === 0 ? [] : [`up to ${count(gone, "unset field")} removed`]),
  ];
  return parts.length === 0 ? null : `not shown: ${parts.join(", ")} (see the JSON report)`;
}
