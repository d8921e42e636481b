import { writtenText, type ActionEffect } from "../../language/actions/effect.js";
import type { DecisionRow, DecisionTable } from "../../explain/decision-table.js";
import { markdownCode, markdownTable, markdownText } from "./markdown-text.js";

/** Returns the link to another pack's documentation; null if it is not documented. */
export type PackLink = (pack: string) => string | null;

const policyTitles: Readonly<Record<string, string>> = { sets: "suggests", logs: "violation" };

const effectColumns: readonly (readonly [title: string, kinds: readonly ActionEffect["kind"][]])[] = [
  ["sets", ["set", "unset"]],
  ["logs", ["log"]],
  ["fails", ["fail"]],
  ["runs", ["include"]],
];

/** Renders a decision table in Markdown: numbered rules with tests and effects; omits empty columns. */
export function decisionMarkdown({ columns, rows }: DecisionTable, link: PackLink, isPolicy = false): string {
  const hasBesides = rows.some(({ besides }) => besides.length > 0);
  const shown = effectColumns.filter(([, kinds]) =>
    rows.some(({ effects }) => effects.some(({ kind }) => kinds.includes(kind))),
  );
  const head = [
    "",
    "rule",
    ...columns.map(({ name }) => markdownCode(name)),
    ...(hasBesides ? ["and"] : []),
    ...shown.map(([title]) => (isPolicy ? (policyTitles[title] ?? title) : title)),
  ];
  const lines = rows.map((row, index) => [
    String(index + 1),
    ruleCell(row),
    ...row.cells.map((tests) => (tests.length === 0 ? "–" : tests.map(markdownText).join("<br>"))),
    ...(hasBesides ? [row.besides.map(markdownText).join("<br>")] : []),
    ...shown.map(([, kinds]) =>
      row.effects
        .filter(({ kind }) => kinds.includes(kind))
        .map((effect) => effectCell(effect, link))
        .join("<br>"),
    ),
  ]);
  return markdownTable(head, lines);
}

/** Renders the reason for each rule under its number, with its log and failure messages. */
export function reasonsMarkdown({ rows }: DecisionTable): string {
  return rows
    .map(({ id, why, effects }, index) => {
      const said = effects.flatMap((effect) =>
        effect.kind === "log" || effect.kind === "fail"
          ? [`   - ${markdownCode(effect.code)}: ${markdownText(effect.message)}`]
          : [],
      );
      return [`${index + 1}. **${markdownCode(id)}**${why === null ? "" : ` ${markdownText(why)}`}`, ...said].join(
        "\n",
      );
    })
    .join("\n");
}

function ruleCell({ id, versions, expires }: DecisionRow): string {
  const notes = [
    ...(versions === null ? [] : [`for ${markdownCode(versions)}`]),
    ...(expires === null ? [] : [`expires ${markdownCode(expires)}`]),
  ];
  return [markdownCode(id), ...notes].join("<br>");
}

function effectCell(effect: ActionEffect, link: PackLink): string {
  switch (effect.kind) {
    case "set":
      return `${markdownCode(effect.path)} ← ${markdownCode(writtenText(effect.value, Infinity))}`;
    case "unset":
      return `removes ${markdownCode(effect.path)}`;
    case "log":
      return `${effect.level} ${markdownCode(effect.code)}`;
    case "fail":
      return `${markdownCode(effect.code)} (${effect.fails})`;
    case "include": {
      const target = link(effect.pack);
      return target === null ? markdownCode(effect.pack) : `[${markdownCode(effect.pack)}](${target})`;
    }
  }
}
