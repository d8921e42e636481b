import { createHash } from "node:crypto";
import { count } from "../checked.js";
import { failures, type Reviewed, type ReviewedPack } from "../reviewed.js";
import { casesPart } from "./page/cases.js";
import { coveragePart } from "./page/coverage.js";
import { decisionsPart } from "./page/decisions.js";
import { effectsPart } from "./page/effects.js";
import { flowPart } from "./page/flow.js";
import { code, fold, html, prose, table, trusted, type Markup, type Part } from "./page/markup.js";
import { proofsPart } from "./page/proofs.js";
import { script } from "./page/script.js";
import { style } from "./page/style.js";
import { passes } from "../tested.js";
import { behaviourText, casesText, proofsText, statusWords, releasesText, verdictText } from "./words.js";

/** A review as one HTML page that needs nothing besides itself. Its policy lets no other style or script run. */
export function reviewPage(reviewed: Reviewed): string {
  const { base, head, target, version, packs, gaps } = reviewed;
  const verdict = verdictText(reviewed);
  const policy = `default-src 'none'; style-src '${hash(style)}'; script-src '${hash(script)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>fettle review: ${verdict}</title>
<style>${trusted(style)}</style>
</head>
<body>
<a class="skip" href="#packs">To the packs</a>
<header>
<h1>fettle review</h1>
<p><span class="badge ${failures(reviewed).length > 0 ? "bad" : "good"}">${verdict}</span></p>
<p>${base} → ${head}${target === "" ? null : html` · ${releasesText(reviewed)}`} · ${count(reviewed.files.length, "file")} changed</p>
${gaps.map((gap) => html`<p class="warn">Not done: ${prose(gap)}</p>`)}
</header>
<main id="packs">
${packs.length === 0 ? null : overview(packs)}
${findingsPart(reviewed)}
${packs.map(packPart)}
</main>
<footer><p class="dim">fettle ${version}</p></footer>
<script>${trusted(script)}</script>
</body>
</html>
`.markup;
}

function hash(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}

function anchor(pack: string): string {
  return `pack-${pack.replaceAll("/", "-")}`;
}

function overview(packs: readonly ReviewedPack[]): Markup {
  const rows = packs.map((pack) => [html`<a href="#${anchor(pack.pack)}">${code(pack.pack)}</a>`, statusWords[pack.status], casesText(pack) ?? "not run", behaviourText(pack) ?? "not compared"]);
  return table("Packs of this review", ["pack", "status", "cases", "behaviour"], rows);
}

function findingsPart(reviewed: Reviewed): Part {
  const { findings, failOn } = reviewed;
  if (findings.length === 0) return null;
  const rows = findings.map(({ kind, severity, file, line, column, message, hint, code: name }) => [
    html`<span class="badge ${failOn.includes(kind) ? "bad" : "warn"}">${kind}</span>`,
    code([file, line, column].filter((part) => part !== null).join(":")),
    html`${prose(message)}${hint === null ? null : html`<br><span class="dim">${prose(hint)}</span>`}`,
    html`<span class="dim">${severity} ${code(name)}</span>`,
  ]);
  return html`<section aria-labelledby="findings"><h2 id="findings">Findings</h2>
${table("By file and line; those marked red fail the review", ["kind", "place", "what", "code"], rows)}</section>`;
}

function packPart(pack: ReviewedPack): Markup {
  const { linked, tested, flow, differed, proved, table: decisions, title, file, status } = pack;
  const id = anchor(pack.pack);
  const isRed = tested !== null && !tested.cases.every(passes);
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${code(pack.pack)}</h2>
<p>${title ?? ""} <span class="dim">${statusWords[status]}${file === null ? null : html` · ${code(file)}`}</span></p>
${differed === null ? null : fold("What changes", effectsPart(differed), status !== "runs-changed")}
${tested === null ? null : fold(html`Cases <span class="dim">${casesText(pack)}</span>`, casesPart(tested), isRed)}
${proved === null ? null : fold(html`Proofs <span class="dim">${proofsText(pack)}</span>`, proofsPart(proved), proved.proofs.some(({ finding }) => finding !== null))}
${flow.length === 0 ? null : fold("Flow of the rules", flowPart(flow), false)}
${decisions === null || decisions.rows.length === 0 ? null : fold("Decision table", decisionsPart(decisions), false)}
${linked === null || tested === null ? null : fold("Coverage on the text of the rules", coveragePart(linked, tested), false)}
</section>
`;
}
