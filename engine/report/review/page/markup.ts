import { escapeControls } from "../../../common/printable.js";

/** Safe HTML, created only by {@link html}. */
export interface Markup {
  readonly markup: string;
}

/** A value interpolated into a template; null renders nothing. */
export type Part = string | number | null | Markup | readonly Part[];

/** A template of HTML. Escapes every value that is not markup, so that no text of a pack can become markup. */
export function html(parts: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return { markup: String.raw({ raw: parts }, ...values.map(render)) };
}

/** Embeds text of our own unescaped, such as a style sheet. */
export function trusted(text: string): Markup {
  return { markup: text };
}

function render(part: Part): string {
  if (part === null) return "";
  if (Array.isArray(part)) return part.map(render).join("");
  if (typeof part === "object") return (part as Markup).markup;
  return escapeControls(String(part)).replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** Renders a name or a path as code, with line-break opportunities after its separators. */
export function code(text: string): Markup {
  return html`<code>${text.split(/(?<=[./_:])/).map((part, index) => (index === 0 ? part : html`<wbr>${part}`))}</code>`;
}

/** Renders a message with text in backticks as code. */
export function prose(message: string): Markup {
  return html`${message.split("`").map((part, index, all) => (index % 2 === 1 && index < all.length - 1 ? code(part) : part))}`;
}

/**
 * Renders a table in a group of its own, so that a wide one can be scrolled, also by keyboard; on a phone its rows are
 * cards.
 */
export function table(caption: string, head: readonly Part[], rows: readonly (readonly Part[])[]): Markup {
  const label = (column: number) => {
    const title = head[column];
    return typeof title === "string" && title !== "" ? html` data-label="${title}"` : null;
  };
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table class="stack">
<caption>${caption}</caption>
<thead><tr>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    ([
      first,
      ...cells
    ]) => html`<tr><th scope="row">${first ?? null}</th>${cells.map((cell, column) => html`<td${label(column + 1)}>${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}

/** Renders a matrix: row headers stay in view when scrolling, column headers are vertical. */
export function matrixTable(
  caption: string,
  corner: Part,
  head: readonly Part[],
  rows: readonly { readonly head: Part; readonly cells: readonly Part[] }[],
): Markup {
  return html`<div class="scroll matrix" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr><th scope="col">${corner}</th>${head.map((cell) => html`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>${rows.map(
    (row) => html`<tr><th scope="row">${row.head}</th>${row.cells.map((cell) => html`<td>${cell}</td>`)}</tr>
`,
  )}</tbody></table></div>`;
}

/** Renders a foldable part; its summary is a heading for navigation by headings. */
export function fold(title: Part, content: Part, isOpen: boolean): Markup {
  return html`<details${isOpen ? trusted(" open") : null}><summary><h3>${title}</h3></summary>
<div class="folded">${content}</div></details>
`;
}
