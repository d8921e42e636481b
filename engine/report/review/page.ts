import { count } from "../../common/count.js";
import { failures, type Reviewed, type ReviewedPack } from "../../review/reviewed.js";
import { casesPart } from "./page/cases.js";
import { coveragePart } from "./page/coverage.js";
import { decisionsPart } from "./page/decisions.js";
import { effectsPart } from "./page/effects.js";
import { flowPart } from "./page/flow.js";
import { code, fold, html, prose, table, type Markup, type Part } from "./page/markup.js";
import { proofsPart } from "./page/proofs.js";
import { wholePage } from "./page/whole-page.js";
import { passes } from "../../testing/tested.js";
import { behaviorText, casesText, proofsText, statusText, releasesText, verdictText } from "./words.js";

/** Renders a review as one HTML page. */
export function reviewPage(reviewed: Reviewed): string {
  const { base, head, target, version, packs, gaps, playground } = reviewed;
  const verdict = verdictText(reviewed);
  return wholePage({
    title: `fettle review: ${verdict}`,
    skip: { to: "packs", text: "Skip to packs" },
    header: html`<h1>fettle review</h1>
<p><span class="badge ${failures(reviewed).length > 0 ? "bad" : "good"}">${verdict}</span></p>
<p>${base} → ${head}${target === "" ? null : html` · ${releasesText(reviewed)}`} · ${count(reviewed.files.length, "file")} changed</p>
${playground === null ? null : html`<p><a href="${playground}">Try it on your own deployment</a></p>`}
${gaps.map((gap) => html`<p class="warn">Skipped: ${prose(gap)}</p>`)}`,
    main: html`<main id="packs">
${packs.length === 0 ? null : overview(packs)}
${findingsPart(reviewed)}
${packs.map(packPart)}
</main>`,
    version,
  });
}

function anchor(pack: string): string {
  return `pack-${pack.replaceAll("/", "-")}`;
}

function overview(packs: readonly ReviewedPack[]): Markup {
  const rows = packs.map((pack) => [
    html`<a href="#${anchor(pack.pack)}">${code(pack.pack)}</a>`,
    statusText(pack),
    casesText(pack) ?? "not run",
    behaviorText(pack) ?? "not compared",
    proofsText(pack) ?? "–",
  ]);
  return table("Packs in this review", ["pack", "status", "cases", "behavior", "proofs"], rows);
}

function findingsPart(reviewed: Reviewed): Part {
  const { findings, failOn } = reviewed;
  if (findings.length === 0) return null;
  const rows = findings.map(({ kind, severity, file, line, column, message, hint, code: name }) => [
    html`<span class="badge ${failOn.includes(kind) ? "bad" : "warn"}">${kind}</span>`,
    code([file, line, column].filter((part) => part !== null).join(":")),
    html`${prose(message)}<br><span class="dim">${prose(hint)}</span>`,
    html`<span class="dim">${severity} ${code(name)}</span>`,
  ]);
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${table("By file and line; findings in red fail the review", ["kind", "place", "what", "code"], rows)}</section>`;
}

function packPart(pack: ReviewedPack): Markup {
  const { linked, tested, flow, differed, proved, table: decisions, title, file, status } = pack;
  const id = anchor(pack.pack);
  const isRed = tested !== null && !tested.cases.every(passes);
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${code(pack.pack)}</h2>
<p>${title ?? ""} <span class="dim">${statusText(pack)}${file === null ? null : html` · ${code(file)}`}</span></p>
${differed === null ? null : fold("Changes in behavior", effectsPart(differed), status !== "runs-changed")}
${tested === null ? null : fold(html`Cases <span class="dim">${casesText(pack)}</span>`, casesPart(tested), isRed)}
${
  proved === null
    ? null
    : fold(
        html`Proofs <span class="dim">${proofsText(pack)}</span>`,
        proofsPart(proved),
        proved.proofs.some(({ finding }) => finding !== null),
      )
}
${flow.length === 0 ? null : fold("Data flow between rules", flowPart(flow), false)}
${decisions === null || decisions.rows.length === 0 ? null : fold("Decision table", decisionsPart(decisions), false)}
${linked === null || tested === null ? null : fold("Rule coverage", coveragePart(linked, tested), false)}
</section>
`;
}
