import { unreadText } from "../terminal/unread.js";
import { countOf, counted } from "../../upgrade/upgraded.js";
import { escapeControls } from "../../common/printable.js";
import type { UpgradeChange, Upgraded, UpgradedDeployment } from "../../upgrade/upgraded.js";
import { failingKinds } from "../../upgrade/upgraded.js";
import type { Colors, Style } from "../terminal/style.js";
import { wrap } from "../terminal/wrap.js";
import { groupChanges, groupKeeps, type Group } from "./groups.js";
import { groupNames, leftText, mostRows, namesText, noteLines, restLine } from "./notes.js";
import {
  changeText,
  keepText,
  marks,
  movementText,
  reasonLines,
  sinceText,
  sourcesOf,
  statusText,
  summaryText,
} from "./words.js";

const mostNames = 4;

/** Renders an upgrade for a terminal. */
export function upgradeText(upgraded: Upgraded, style: Style): string {
  const { colors } = style;
  const { deployments, findings } = upgraded;
  const failed = failingKinds(upgraded).length > 0;
  const notes = noteLines(upgraded, mostNames);
  const blocks = [
    colors.bold(escapeControls(movementText(upgraded))),
    ...(deployments.length === 0 ? [] : [overview(deployments, colors)]),
    ...deployments.flatMap(({ name, fails }) =>
      fails === null ? [] : `${colors.bold(escapeControls(name))}\n  already fails today: ${escapeControls(fails)}`,
    ),
    ...groupChanges(deployments).map((group) => groupText(group, upgraded, style)),
    ...keepsText(deployments, colors),
    ...unreadText(findings, colors),
    ...(notes.length === 0 ? [] : [notes.map((note) => colors.dim(note)).join("\n")]),
    (failed ? colors.red : colors.green)(summaryText(upgraded)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function overview(deployments: readonly UpgradedDeployment[], colors: Colors): string {
  const head = ["deployment", ...counted.map((kind) => `${kind}s`), ""];
  const rows = deployments
    .slice(0, mostRows)
    .map((entry) => [
      escapeControls(entry.name),
      ...counted.map((kind) => String(countOf(entry, kind) || "–")),
      statusText(entry),
    ]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) =>
        column === 0 || column === head.length - 1
          ? cell.padEnd(widths[column] ?? 0)
          : cell.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  return [colors.dim(line(head)), ...rows.map(line), ...restLine(deployments)].join("\n");
}

function groupText(group: Group, upgraded: Upgraded, style: Style): string {
  return [
    style.colors.bold(groupNames(group, upgraded.deployments.length, mostNames)),
    ...group.changes.flatMap((change) => changeLines(change, upgraded, style)),
  ].join("\n");
}

function changeLines(change: UpgradeChange, upgraded: Upgraded, style: Style): readonly string[] {
  const { colors } = style;
  const paint = { failure: colors.red, flag: colors.red, field: colors.yellow, log: colors.dim, fixed: colors.green }[
    change.kind
  ];
  const keep = keepText(change);
  const since = sinceText(change, upgraded);
  return [
    `  ${paint(marks[change.kind])} ${colors.bold(changeText(change))}${since === "" ? "" : `  ${colors.dim(since)}`}`,
    ...reasonLines(change, upgraded).flatMap((line) => wrap(line, "      ", style)),
    ...sourcesOf(change)
      .flatMap((line) => wrap(`source: ${line}`, "      ", style))
      .map(colors.dim),
    ...(keep === null
      ? []
      : wrap(keep, "      ", { ...style, columns: null }).map(
          change.keep?.kind === "flags" ? colors.green : colors.dim,
        )),
  ];
}

function keepsText(deployments: readonly UpgradedDeployment[], colors: Colors): readonly string[] {
  const groups = groupKeeps(deployments);
  if (groups.length === 0) return [];
  const lines = groups.flatMap(({ words, left, names }) => [
    `  ${namesText(names, mostNames)}: ${leftText(left)}`,
    `    ${colors.green(escapeControls(words))}`,
  ]);
  return [[colors.bold("flags that preserve current behavior (where one exists)"), ...lines].join("\n")];
}
