import { escapeControls } from "../../common/printable.js";
import { conditionText } from "../../language/conditions/comparison-text.js";
import type { ListedPack, PackList } from "../pack-list.js";
import type { Style } from "./style.js";

const shownArchitectures = 3;

/** Renders the packs of a set and their order. */
export function packListText({ set, target, packs, stages }: PackList, { colors }: Style): string {
  const width = Math.max(0, ...packs.map(({ pack }) => pack.length));
  const linesOf = (entry: ListedPack) => [
    `  ${colors.cyan(entry.pack.padEnd(width))}  ${entry.hook.padEnd(12)}  ${architectures(entry)}`,
    ...(entry.title === null ? [] : [`  ${" ".repeat(width)}  ${colors.dim(escapeControls(entry.title))}`]),
    ...(entry.applies
      ? []
      : [`  ${" ".repeat(width)}  ${colors.yellow(`does not apply to this target, only to ${entry.versions}`)}`]),
  ];
  const policies = packs.filter(({ hook }) => hook === "policy");
  const lines = packs.filter((entry) => !policies.includes(entry)).flatMap(linesOf);
  const ofPolicies =
    policies.length === 0
      ? []
      : ["", `${colors.bold("policies")}  ${colors.dim("for `fettle audit`")}`, ...policies.flatMap(linesOf)];
  const order = stages.map(({ packs: names, byArchitecture, when }, index) => {
    const what = byArchitecture
      ? `by architecture, one of: ${names.length === 0 ? "none" : names.join(", ")}`
      : names.join(", ");
    return `  ${index + 1}. ${what}${when === null ? "" : colors.dim(`  where ${conditionText(when)}`)}`;
  });
  const blocks = ["", colors.bold("packs"), ...lines, ...ofPolicies, "", colors.bold("execution order"), ...order];
  return `${[`${colors.bold(set)}  for ${target}`, ...blocks].join("\n")}\n`;
}

function architectures({ architectures: names }: ListedPack): string {
  if (names === null) return "all architectures";
  const more = names.length - shownArchitectures;
  return `${names.slice(0, shownArchitectures).map(escapeControls).join(", ")}${more > 0 ? ` and ${more} more` : ""}`;
}
