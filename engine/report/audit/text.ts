import { unreadText } from "../terminal/unread.js";
import type { Audited, AuditedDeployment, AuditRule, Outcome } from "../../audit/audited.js";
import { count } from "../../common/count.js";
import { diagnosticLine } from "../../common/diagnostic.js";
import { escapeControls } from "../../common/printable.js";
import type { Style } from "../terminal/style.js";
import { wrap } from "../terminal/wrap.js";
import {
  exceptionText,
  launchText,
  placeText,
  reasonText,
  statusOf,
  suggestionText,
  summaryText,
  targetText,
  tellingOutcomes,
  unknownTexts,
  usualReasons,
  verdictMarks,
  violationText,
} from "./messages.js";

/** Renders an audit for a terminal: each deployment with its problems, then a table of the rules. */
export function auditText(audited: Audited, style: Style): string {
  const { deployments, findings, idle, rules } = audited;
  const { colors } = style;
  const byName = new Map(rules.map((rule) => [rule.rule, rule]));
  const usual = usualReasons(audited);
  const blocks = [
    ...deployments.map((entry) => deploymentText(entry, byName, new Set(usual.keys()), style)),
    ...unreadText(findings, colors),
    ...(rules.length === 0 ? [] : [rulesTable(audited, style)]),
    ...(usual.size === 0 ? [] : [[...usual].map(usualText).map(colors.dim).join("\n")]),
    ...(idle.length === 0 ? [] : [idle.map((found) => colors.yellow(diagnosticLine(found))).join("\n")]),
    (statusOf(audited) === "failed" ? colors.red : colors.green)(summaryText(audited)),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function usualText([reason, deployments]: readonly [string, number]): string {
  return `${verdictMarks.unknown} some rules unknown for ${count(deployments, "deployment")}: ${escapeControls(reason)}`;
}

function deploymentText(
  entry: AuditedDeployment,
  rules: ReadonlyMap<string, AuditRule>,
  usual: ReadonlySet<string>,
  style: Style,
): string {
  const { colors } = style;
  const place = placeText(entry);
  const head = [
    colors.bold(escapeControls(entry.name)),
    ...(place === entry.name || place.startsWith(`${entry.name}:`) ? [] : [colors.dim(escapeControls(place))]),
    colors.dim(targetText(entry)),
  ].join("  ");
  const told = tellingOutcomes(entry);
  const isClean = entry.launch.length === 0 && told.every(({ verdict }) => verdict === "accepted");
  return [
    head,
    ...entry.launch.flatMap((fault) => [
      ...marked(launchText(fault), verdictMarks.violated, style).map(colors.red),
      ...(fault.hint === null ? [] : wrap(fault.hint, "      ", style).map(colors.dim)),
    ]),
    ...told.flatMap((outcome) => outcomeLines(outcome, rules.get(outcome.rule), style)),
    ...(isClean && told.length === 0 ? [colors.green("  ✓ no violations")] : []),
    ...unknownTexts(entry, usual).map((line) => colors.dim(`  ${verdictMarks.unknown} ${line}`)),
    ...entry.notes.map((note) => colors.yellow(`  ! ${escapeControls(note.message)}`)),
  ].join("\n");
}

function outcomeLines(outcome: Outcome, rule: AuditRule | undefined, style: Style): readonly string[] {
  const { colors } = style;
  if (outcome.verdict === "accepted") {
    const lead = marked(violationText(outcome), verdictMarks.accepted, style).map(colors.dim);
    return [...lead, ...wrap(exceptionText(outcome), "      ", style).map(colors.dim)];
  }
  const paint = { error: colors.red, warning: colors.yellow, note: colors.dim }[outcome.severity];
  const reason = rule === undefined ? "" : reasonText(rule);
  return [
    ...marked(`${violationText(outcome)} (${outcome.severity})`, verdictMarks.violated, style).map(paint),
    ...(reason === "" ? [] : wrap(reason, "      ", style).map(colors.dim)),
    ...outcome.suggestions.flatMap((entry) => wrap(suggestionText(entry), "      ", style).map(colors.green)),
  ];
}

/** Wraps lines, with a mark before the first. */
function marked(text: string, mark: string, style: Style): readonly string[] {
  return wrap(text, "    ", style).map((line, index) => (index === 0 ? `  ${mark} ${line.slice(4)}` : line));
}

function rulesTable({ rules, deployments }: Audited, { colors }: Style): string {
  const counts = new Map(rules.map(({ rule }) => [rule, { violated: 0, accepted: 0, passed: 0, unknown: 0 }]));
  for (const { outcomes } of deployments)
    for (const { rule, verdict } of outcomes) {
      const entry = counts.get(rule);
      if (entry !== undefined) entry[verdict]++;
    }
  const head = ["rule", "severity", "violated", "accepted", "passed", "unknown"];
  const rows = rules.map(({ rule, severity }) => {
    const { violated = 0, accepted = 0, passed = 0, unknown = 0 } = counts.get(rule) ?? {};
    return [
      escapeControls(rule),
      severity,
      ...[violated, accepted, passed, unknown].map((entry) => String(entry || "–")),
    ];
  });
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? "").length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, column) => (column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [colors.dim(line(head)), ...rows.map(line)].join("\n");
}
