import type { Audited, AuditedDeployment, AuditRule, Outcome } from "../../audit/audited.js";
import { diagnosticLine } from "../../common/diagnostic.js";
import { markdownCode, markdownParagraph, markdownTable, markdownText } from "../markdown/markdown-text.js";
import {
  exceptionText,
  launchColumn,
  launchText,
  placeText,
  reasonText,
  statusOf,
  suggestionText,
  summaryText,
  targetText,
  tellingOutcomes,
  unknownTexts,
  verdictMarks,
  violationText,
} from "./messages.js";

/** Renders an audit as a pull request comment: a table of deployments and rules, with details below. */
export function auditMarkdown(audited: Audited): string {
  const { deployments, findings, idle, rules } = audited;
  const byName = new Map(rules.map((rule) => [rule.rule, rule]));
  const told = deployments.filter((entry) => entry.launch.length + tellingOutcomes(entry).length > 0);
  const others = [...findings, ...idle].map((entry) => `- ${markdownParagraph(diagnosticLine(entry))}`);
  return [
    `## ${statusOf(audited) === "failed" ? "❌" : "✅"} Deployment audit`,
    markdownParagraph(summaryText(audited)),
    ...(deployments.length === 0 ? [] : [matrix(audited)]),
    ...told.map((entry) => deploymentPart(entry, byName)),
    ...(others.length === 0 ? [] : [["### Also found", ...others].join("\n\n")]),
  ]
    .map((part) => `${part}\n`)
    .join("\n");
}

/** One column for each policy: one for each rule would be too wide. */
function matrix({ rules, deployments }: Audited): string {
  const policies = [...new Set(rules.map(({ rule }) => policyOf(rule)))];
  const rows = deployments.map((entry) => [
    markdownCode(entry.name),
    markdownText(targetText(entry)),
    entry.launch.length > 0 ? verdictMarks.violated : entry.isResolved ? verdictMarks.passed : verdictMarks.unknown,
    ...policies.map((policy) => policyCell(entry.outcomes.filter(({ rule }) => policyOf(rule) === policy))),
  ]);
  const table = markdownTable(["deployment", "release", launchColumn, ...policies.map(markdownCode)], rows);
  return `${table}\n\n✓ passed, ✗ violated, ~ accepted, ? unknown, each with the number of rules`;
}

function policyOf(rule: string): string {
  return rule.slice(0, rule.lastIndexOf("/"));
}

function policyCell(outcomes: readonly Outcome[]): string {
  const told = (["violated", "accepted", "unknown"] as const).flatMap((verdict) => {
    const number = outcomes.filter((entry) => entry.verdict === verdict).length;
    return number === 0 ? [] : [`${verdictMarks[verdict]} ${number}`];
  });
  return told.length > 0 ? told.join(" ") : outcomes.length > 0 ? verdictMarks.passed : "";
}

function deploymentPart(entry: AuditedDeployment, rules: ReadonlyMap<string, AuditRule>): string {
  const lines = [
    ...entry.launch.map((fault) => [launchText(fault), fault.hint ?? ""]),
    ...tellingOutcomes(entry).map((outcome) => {
      const rule = rules.get(outcome.rule);
      return [
        `${violationText(outcome)} (${outcome.severity})`,
        outcome.exception === null ? (rule === undefined ? "" : reasonText(rule)) : exceptionText(outcome),
        ...outcome.suggestions.map(suggestionText),
      ];
    }),
    ...unknownTexts(entry).map((text) => [text]),
  ];
  const items = lines.map(
    ([head = "", ...rest]) =>
      `- ${[markdownParagraph(head), ...rest.filter((text) => text !== "").map(markdownText)].join("<br>")}`,
  );
  return [`### ${markdownText(entry.name)}`, markdownCode(placeText(entry)), items.join("\n")].join("\n\n");
}
