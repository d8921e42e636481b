import { countOf, counted } from "../../upgrade/upgraded.js";
import { diagnosticLine } from "../../common/diagnostic.js";
import { htmlCode, markdownCode, markdownParagraph, markdownTable, markdownText } from "../markdown/markdown-text.js";
import { failingKinds, type UpgradeChange, type Upgraded, type UpgradedDeployment } from "../../upgrade/upgraded.js";
import { groupChanges, groupKeeps, type Group } from "./groups.js";
import { groupNames, leftText, mostRows, noteLines, restLine } from "./notes.js";
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

/** Renders an upgrade as a pull request comment: the overview first, details folded. */
export function upgradeMarkdown(upgraded: Upgraded): string {
  const { deployments, findings } = upgraded;
  const unread = findings.map((entry) => `- ${markdownParagraph(diagnosticLine(entry))}`);
  return [
    `## ${failingKinds(upgraded).length > 0 ? "❌" : "✅"} ${markdownText(movementText(upgraded))}`,
    markdownParagraph(summaryText(upgraded)),
    ...(deployments.length === 0 ? [] : [overview(deployments)]),
    ...deployments.flatMap(({ name, fails }) =>
      fails === null ? [] : `${markdownCode(name)} already fails today: ${markdownText(fails)}`,
    ),
    ...groupChanges(deployments).map((group) => groupPart(group, upgraded)),
    ...keepPart(deployments),
    ...(unread.length === 0 ? [] : [["### Not read", ...unread].join("\n\n")]),
    ...noteLines(upgraded, Infinity).map(markdownParagraph),
  ]
    .map((part) => `${part}\n`)
    .join("\n");
}

function overview(deployments: readonly UpgradedDeployment[]): string {
  const rows = deployments
    .slice(0, mostRows)
    .map((entry) => [
      markdownCode(entry.name),
      ...counted.map((kind) => String(countOf(entry, kind) || "–")),
      statusText(entry),
    ]);
  const table = markdownTable(["deployment", ...counted.map((kind) => `${kind}s`), "status"], rows);
  return [table, ...restLine(deployments)].join("\n\n");
}

function groupPart(group: Group, upgraded: Upgraded): string {
  const all = upgraded.deployments.length;
  const title = groupNames(group, all, 4);
  const whole =
    group.deployments.length > 1 && group.deployments.length < all
      ? [group.deployments.map(({ name }) => markdownCode(name)).join(", ")]
      : [];
  return [`### ${markdownText(title)}`, ...whole, ...group.changes.map((change) => changePart(change, upgraded))].join(
    "\n\n",
  );
}

function changePart(change: UpgradeChange, upgraded: Upgraded): string {
  const keep = keepText(change);
  const sources = sourcesOf(change).map((source) => `source: ${source}`);
  const told = [...reasonLines(change, upgraded), ...sources, ...(keep === null ? [] : [keep])];
  const lines = told.map((line) => `- ${markdownParagraph(line)}`);
  const title = `${marks[change.kind]} ${htmlCode(changeText(change))} ${sinceText(change, upgraded)}`.trimEnd();
  return `<details><summary>${title}</summary>\n\n${lines.join("\n")}\n\n</details>`;
}

function keepPart(deployments: readonly UpgradedDeployment[]): readonly string[] {
  const groups = groupKeeps(deployments);
  if (groups.length === 0) return [];
  const parts = groups.map(
    ({ words, left, names }) =>
      `- ${names.map(markdownCode).join(", ")}: ${markdownText(leftText(left))}  \n  ${markdownCode(words)}`,
  );
  return [[`### Flags that preserve current behavior`, parts.join("\n")].join("\n\n")];
}
