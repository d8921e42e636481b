import type { ReviewedTests } from "../../../review/reviewed.js";
import { passes } from "../../../testing/tested.js";
import { describeOutcome } from "../../../testing/describe-outcome.js";
import { code, html, prose, table, type Markup } from "./markup.js";

/** Renders the cases of a pack: failing ones with their differences, the others by name. */
export function casesPart({ cases }: ReviewedTests): Markup {
  const failed = cases.filter((entry) => !passes(entry));
  const passed = cases.filter(passes);
  return html`${failed.map(
    (
      entry,
    ) => html`<article class="effect"><h4><span class="bad">fails</span> ${entry.name} <span class="dim">${[entry.file, entry.line].filter((part) => part !== null).join(":")}</span></h4>
${entry.diagnostics.map(({ message }) => html`<p>${prose(message)}</p>`)}
${
  entry.differences.length === 0
    ? null
    : table(
        "What differs",
        ["place", "expected", "actual"],
        entry.differences.map(({ path, expected, actual }) => [
          code(path),
          html`<del>${code(describeOutcome(path, expected))}</del>`,
          html`<ins>${code(describeOutcome(path, actual))}</ins>`,
        ]),
      )
}</article>
`,
  )}
${passed.length === 0 ? null : html`<ul class="cases">${passed.map(({ name }) => html`<li><span class="good">passes</span> ${name}</li>`)}</ul>`}`;
}
