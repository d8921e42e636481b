import type { Audited, AuditedDeployment, AuditRule, Outcome, Verdict } from "../../audit/audited.js";
import { diagnosticLine } from "../../common/diagnostic.js";
import { code, html, matrixTable, prose, type Markup, type Part } from "../review/page/markup.js";
import { wholePage } from "../review/page/whole-page.js";
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

const paints: Readonly<Record<Verdict, string>> = {
  passed: "good",
  violated: "bad",
  accepted: "warn",
  unknown: "dim",
};

/** Renders an audit as one HTML page: a matrix of deployments and rules, then each deployment. */
export function auditPage(audited: Audited): string {
  const { deployments, findings, idle, rules, version } = audited;
  const title = "fettle audit";
  const byName = new Map(rules.map((rule) => [rule.rule, rule]));
  const others = [...findings, ...idle];
  return wholePage({
    title,
    skip: { to: "deployments", text: "Skip to deployments" },
    header: html`<h1>${title}</h1>
<p><span class="badge ${statusOf(audited) === "failed" ? "bad" : "good"}">${summaryText(audited)}</span></p>`,
    main: html`<main>
${deployments.length === 0 ? null : matrix(audited)}
<div id="deployments">
${deployments.map((entry, index) => deploymentPart(entry, index, byName))}
</div>
${others.length === 0 ? null : html`<section aria-labelledby="others"><h2 id="others">Also found</h2><ul>${others.map((entry) => html`<li>${prose(diagnosticLine(entry))}</li>`)}</ul></section>`}
</main>`,
    version,
  });
}

function matrix({ rules, deployments }: Audited): Markup {
  const head = [launchColumn, ...rules.map(({ rule }) => code(rule))];
  const rows = deployments.map((entry, index) => ({
    head: html`<a href="#deployment-${index + 1}">${entry.name}</a>`,
    cells: [
      launchCell(entry),
      ...rules.map(({ rule }) => verdictCell(entry.outcomes.find((outcome) => outcome.rule === rule))),
    ],
  }));
  return matrixTable("Deployments and rules", "deployment", head, rows);
}

function launchCell({ launch, isResolved }: AuditedDeployment): Part {
  return mark(launch.length > 0 ? "violated" : isResolved ? "passed" : "unknown", null);
}

function verdictCell(outcome: Outcome | undefined): Part {
  return outcome === undefined
    ? html`<span class="dim">–<span class="hidden">not checked</span></span>`
    : mark(outcome.verdict, outcome.severity);
}

function mark(verdict: Verdict, severity: Outcome["severity"] | null): Markup {
  const paint = verdict === "violated" && severity !== null && severity !== "error" ? "warn" : paints[verdict];
  const told = verdict === "violated" && severity !== null ? `${verdict}, ${severity}` : verdict;
  return html`<span class="${paint}"><span aria-hidden="true">${verdictMarks[verdict]}</span><span class="hidden">${told}</span></span>`;
}

function deploymentPart(entry: AuditedDeployment, index: number, rules: ReadonlyMap<string, AuditRule>): Markup {
  const id = `deployment-${index + 1}`;
  const told = tellingOutcomes(entry);
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${entry.name}</h2>
<p class="dim">${[placeText(entry), targetText(entry), entry.model ?? ""].filter((part) => part !== "").join(" · ")}</p>
${entry.launch.map((fault) => html`<article class="effect"><h3><span class="bad">${prose(launchText(fault))}</span></h3>${fault.hint === null ? null : html`<p>${prose(fault.hint)}</p>`}</article>`)}
${told.map((outcome) => outcomePart(outcome, rules.get(outcome.rule)))}
${entry.launch.length + told.length === 0 ? html`<p class="good">No violations</p>` : null}
${unknownTexts(entry).map((text) => html`<p class="dim">${prose(text)}</p>`)}
${entry.notes.map((note) => html`<p class="warn">${prose(note.message)}</p>`)}
</section>
`;
}

function outcomePart(outcome: Outcome, rule: AuditRule | undefined): Markup {
  const paint = outcome.verdict === "accepted" ? "dim" : outcome.severity === "error" ? "bad" : "warn";
  const reason = rule === undefined ? "" : reasonText(rule);
  return html`<article class="effect"><h3><span class="${paint}">${prose(violationText(outcome))}</span> <span class="dim">${outcome.severity}</span></h3>
${outcome.exception === null ? null : html`<p>${exceptionText(outcome)}</p>`}
${reason === "" ? null : html`<p>${prose(reason)}</p>`}
${outcome.suggestions.map((entry) => html`<p class="good">${suggestionText(entry)}</p>`)}</article>
`;
}
