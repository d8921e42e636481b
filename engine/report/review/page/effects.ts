import type { Json } from "../../../common/json.js";
import {
  effectRulesText,
  plainValue,
  ruleChangeText,
  unprovedText,
  verdictText,
  witnessValue,
} from "../../../diff/difference-messages.js";
import {
  isProvedSame,
  type DifferedPack,
  type Effect,
  type PartChange,
  type RuleChange,
} from "../../../diff/differed.js";
import { documentDiff, type DiffLine } from "../../../diff/document-diff.js";
import { showValue } from "../../../common/show-value.js";
import { effectText } from "../../../diff/difference-messages.js";
import { code, html, prose, table, type Markup, type Part } from "./markup.js";

/** Renders a pack's changes and their effects, each with the smallest witness. */
export function effectsPart(differed: DifferedPack): Markup {
  const { rules, parts, effects, unproved } = differed;
  const done = [...parts.map((part) => partRow("the pack", part)), ...rules.flatMap(ruleRows)];
  return html`<p class="verdict ${isProvedSame(differed) ? "good" : "warn"}">${verdictText(differed)}</p>
${effects.map(effectPart)}
${unproved.map((entry) => html`<p class="warn">Not decided: ${prose(unprovedText(entry))}</p>`)}
${done.length === 0 ? null : table("Changes", ["to", "place", "before", "after"], done)}`;
}

function effectPart(effect: Effect): Markup {
  const by = effectRulesText(effect).map((text) => html`<li>${text}</li>`);
  return html`<article class="effect"><h4>${prose(effectText(effect))}</h4>
<div class="sides">
${
  effect.document.length === 0
    ? html`<p>For an empty document</p>`
    : table(
        "For a document with",
        ["field", "value"],
        effect.document.map((line) => [code(line.path), code(witnessValue(line))]),
      )
}
${table(
  "Result",
  ["what", "before", "after"],
  effect.outcome.map(({ kind, name, ...row }) => [
    html`${kind === "field" ? null : `${kind} `}${code(name)}`,
    html`<del>${side(row.before)}</del>`,
    html`<ins>${side(row.after)}</ins>`,
  ]),
)}
</div>
${diffPart(effect)}${by.length === 0 ? null : html`<ul>${by}</ul>`}</article>
`;
}

/** Renders the resulting document as a diff, folded; nothing where a version makes none. */
function diffPart(effect: Effect): Markup | null {
  const lines = documentDiff(effect);
  if (lines.length === 0) return null;
  return html`<details><summary>The document after the rules, before and after</summary>
<pre class="diff" tabindex="0">${lines.map(diffLine)}</pre></details>
`;
}

function diffLine({ kind, text }: DiffLine): Markup {
  if (kind === "before") return html`<del>- ${text}</del>`;
  return kind === "after" ? html`<ins>+ ${text}</ins>` : html`<span>  ${text}</span>`;
}

function side(value: Json | undefined): Part {
  return value === undefined ? html`<span class="dim">none</span>` : code(plainValue(value));
}

function ruleRows(change: RuleChange): readonly (readonly Part[])[] {
  const what = ruleChangeText(change);
  return change.parts.length === 0 ? [[what, "", "", ""]] : change.parts.map((part) => partRow(what, part));
}

/** Renders values as JSON, as in the pack. */
function partRow(what: string, { path, line, before, after }: PartChange): readonly Part[] {
  const value = (side: Json | undefined) => (side === undefined ? null : code(showValue(side, 200)));
  return [
    what,
    html`${code(path)}${line === null ? null : html` <span class="dim">line ${line}</span>`}`,
    html`<del>${value(before)}</del>`,
    html`<ins>${value(after)}</ins>`,
  ];
}
