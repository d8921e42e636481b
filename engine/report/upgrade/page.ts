import { countOf } from "../../upgrade/upgraded.js";
import semver from "semver";
import { diagnosticLine } from "../../common/diagnostic.js";
import { count } from "../../common/count.js";
import { code, fold, html, matrixTable, prose, table, type Markup, type Part } from "../review/page/markup.js";
import { wholePage } from "../review/page/whole-page.js";
import { failingKinds, type UpgradeChange, type Upgraded, type UpgradedDeployment } from "../../upgrade/upgraded.js";
import { groupChanges, groupKeeps, type Group } from "./groups.js";
import { groupNames, leftText, noteLines } from "./notes.js";
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

const paints = { failure: "bad", flag: "bad", field: "warn", log: "dim", fixed: "good" } as const;

/** Renders an upgrade as one HTML page. */
export function upgradePage(upgraded: Upgraded): string {
  const { deployments, findings, version } = upgraded;
  const groups = groupChanges(deployments);
  const title = `fettle upgrade: ${movementText(upgraded)}`;
  return wholePage({
    title,
    skip: { to: "changes", text: "Skip to changes" },
    header: html`<h1>${title}</h1>
<p><span class="badge ${failingKinds(upgraded).length > 0 ? "bad" : "good"}">${summaryText(upgraded)}</span></p>`,
    main: html`<main>
${deployments.length === 0 ? null : overview(deployments, groups)}
<div id="changes">
${deployments.flatMap(({ name, fails }) => (fails === null ? [] : html`<p class="warn">${code(name)} already fails today: ${prose(fails)}</p>`))}
${groups.map((group, index) => groupPart(group, index, upgraded))}
</div>
${keepsPart(deployments)}
${findings.length === 0 ? null : html`<section aria-labelledby="unread"><h2 id="unread">Not read</h2><ul>${findings.map((entry) => html`<li>${prose(diagnosticLine(entry))}</li>`)}</ul></section>`}
${noteLines(upgraded, Infinity).map((line) => html`<p class="dim">${line}</p>`)}
</main>`,
    version,
  });
}

/** Renders a row for each deployment and a column for each release: its changes, with links to their groups. */
function overview(deployments: readonly UpgradedDeployment[], groups: readonly Group[]): Markup {
  const releases = releasesOf(deployments);
  const rows = deployments.map((entry) => ({
    head: code(entry.name),
    cells: [
      html`<span class="badge ${statusClass(entry)}">${statusText(entry)}</span>`,
      ...releases.map((release) => releaseCell(entry, release)),
      html`${groups.map((group, index) => (group.deployments.includes(entry) ? html`<a href="#group-${index + 1}">group ${index + 1}</a> ` : null))}`,
    ],
  }));
  const head = ["status", ...releases.map((release) => release ?? "unknown release"), "see"];
  return matrixTable("Deployments, worst first, and the releases that change them", "deployment", head, rows);
}

/** Introducing releases of changes, oldest first; null, for changes without one, comes last. */
function releasesOf(deployments: readonly UpgradedDeployment[]): readonly (string | null)[] {
  const found = new Set(deployments.flatMap(({ changes }) => changes.map(({ since }) => since)));
  const known = [...found].filter((release) => release !== null).sort(semver.compare);
  return found.has(null) ? [...known, null] : known;
}

function releaseCell({ changes }: UpgradedDeployment, release: string | null): Part {
  const own = changes.filter(({ since }) => since === release);
  if (own.length === 0) return html`<span class="dim">–<span class="hidden">nothing changes</span></span>`;
  const kinds = [...new Set(own.map(({ kind }) => kind))];
  return kinds.map((kind) => {
    const number = own.filter((change) => change.kind === kind).length;
    return html`<span class="${paints[kind]}"><span aria-hidden="true">${marks[kind]} ${number}</span><span class="hidden">${count(number, kind)}</span></span> `;
  });
}

function statusClass(entry: UpgradedDeployment): string {
  if (countOf(entry, "failure") + countOf(entry, "flag") > 0) return "bad";
  return countOf(entry, "field") + countOf(entry, "log") > 0 ? "warn" : "good";
}

function groupPart(group: Group, index: number, upgraded: Upgraded): Markup {
  const all = upgraded.deployments.length;
  const names = group.deployments.map(({ name }) => html`<li>${code(name)}</li>`);
  const id = `group-${index + 1}`;
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${index + 1}. ${groupNames(group, all, 3)}</h2>
${names.length === 1 ? null : fold(count(names.length, "deployment"), html`<ul>${names}</ul>`, false)}
${group.changes.map((change) => changePart(change, upgraded))}
</section>
`;
}

function changePart(change: UpgradeChange, upgraded: Upgraded): Markup {
  const keep = keepText(change);
  const paint = paints[change.kind];
  const reasons: readonly Part[] = [
    ...reasonLines(change, upgraded),
    ...sourcesOf(change).map((source) => `source: ${source}`),
  ].map((line) => html`<li>${prose(line)}</li>`);
  return html`<article class="effect"><h3><span class="${paint}">${marks[change.kind]}</span> ${changeText(change)} <span class="dim">${sinceText(change, upgraded)}</span></h3>
${reasons.length === 0 ? null : html`<ul>${reasons}</ul>`}
${keep === null ? null : html`<p class="${change.keep?.kind === "flags" ? "good" : "dim"}">${prose(keep)}</p>`}</article>
`;
}

function keepsPart(deployments: readonly UpgradedDeployment[]): Part {
  const groups = groupKeeps(deployments);
  if (groups.length === 0) return null;
  const rows = groups.map(({ words, left, names }) => [
    html`<ul class="plain">${names.map((name) => html`<li>${code(name)}</li>`)}</ul>`,
    code(words),
    leftText(left),
  ]);
  return html`<section aria-labelledby="keep"><h2 id="keep">Flags that preserve current behavior</h2>
${table("Where such flags exist; verified by evaluating again", ["deployments", "flags", "remaining"], rows)}</section>`;
}
