import { escapeControls } from "../../common/printable.js";

/** Text as a paragraph or list item of Markdown: what stands in backticks is code, and nothing else is markup. */
export function markdownParagraph(text: string): string {
  return markdownText(text)
    .replace(/^(?=[-+=#:])/, "\\")
    .replace(/^(\d+)(?=[.)])/, "$1\\");
}

/** The same inside a line or a cell of a table, where no list, heading or rule can begin. */
export function markdownText(text: string): string {
  const parts = oneLine(text).split(/`([^`]+)`/);
  const write = (part: string, index: number): string => {
    if (index % 2 === 0) return plain(part);
    return index > 1 && parts[index - 1] === "" ? htmlCode(part) : markdownCode(part);
  };
  return parts.map(write).join("");
}

/** Text as code, also in a cell of a table. */
export function markdownCode(text: string): string {
  const clean = escapeControls(text);
  return /[`|]|^\s|\s$|\s\s|^$/.test(clean) ? htmlCode(clean) : `\`${clean}\``;
}

/** Text inside a line of HTML, such as a summary, in which no Markdown is read. */
export function htmlLine(text: string): string {
  const parts = oneLine(text).split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? `<code>${html(part)}</code>` : unlinked(html(part)))).join("");
}

/** A table of cells that are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function oneLine(text: string): string {
  return escapeControls(text.replace(/\s+/g, " ").trim());
}

/** An underscore inside a word is no markup, and names are full of them; a number sign may end a heading. */
function plain(text: string): string {
  const marked = text
    .replace(/[&<>|]|:(?=\/\/)|(?<=www)\./gi, entity)
    .replace(/[\\`*[\]~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<!\S)#/g, "\\$&");
  return unlinked(marked);
}

/** Mentions nobody, links no issue and no address: behind such a sign stands a blank of no width. */
function unlinked(text: string): string {
  return text.replace(/#(?=\d)(?<!&#)|\bGH-(?=\d)/g, "$&\u200b").replaceAll("@", `${entity("@")}\u200b`);
}

/** Code for what a span in backticks cannot hold. An address would be a link in it; so an element parts it. */
export function htmlCode(text: string): string {
  const clean = escapeControls(text).replace(/[\\`*_[\]<>&|~$#:!]|(?<=www)\./gi, entity);
  return `<code>${clean.replaceAll("@", `${entity("@")}<wbr>`)}</code>`;
}

function html(text: string): string {
  return text.replace(/[&<>"']/g, entity);
}

function entity(char: string): string {
  return `&#${char.charCodeAt(0)};`;
}
