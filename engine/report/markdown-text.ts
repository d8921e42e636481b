import { escapeControls } from "../lang/template.js";

/** Text as a paragraph of Markdown that shows it: what stands in backticks as code, and nothing else as markup. */
export function markdownParagraph(text: string): string {
  return markdownText(text).replace(/^(?=[-+=#:])/, "\\").replace(/^(\d+)(?=[.)])/, "$1\\");
}

/** The same inside a line or a cell of a table, where no list, heading or rule can begin. */
export function markdownText(text: string): string {
  const parts = text.replace(/\s+/g, " ").trim().split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? markdownCode(part) : plain(part))).join("");
}

/** Text as code, also in a cell of a table. */
export function markdownCode(text: string): string {
  const clean = escapeControls(text);
  return /[`|]|^\s|\s$|\s\s|^$/.test(clean) ? `<code>${entities(clean)}</code>` : `\`${clean}\``;
}

/** A table of cells that are Markdown already. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** An underscore inside a word is no markup, and names are full of them. */
function plain(text: string): string {
  return escapeControls(text)
    .replace(/[&<>|]/g, entity)
    .replace(/[\\`*[\]~$]|(?<!\w)_|_(?!\w)/g, "\\$&");
}

function entities(text: string): string {
  return text.replace(/[\\`*_[\]<>&|~$]/g, entity);
}

function entity(char: string): string {
  return `&#${char.charCodeAt(0)};`;
}
