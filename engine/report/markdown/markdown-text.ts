import { escapeControls } from "../../common/printable.js";

/** Renders text as a paragraph or list item: text in backticks is code, and everything else is escaped. */
export function markdownParagraph(text: string): string {
  return markdownText(text)
    .replace(/^(?=[-+=#:])/, "\\")
    .replace(/^(\d+)(?=[.)])/, "$1\\");
}

/** Renders text inside a line or a table cell, where no list, heading or thematic break can begin. */
export function markdownText(text: string): string {
  const parts = oneLine(text).split(/`([^`]+)`/);
  const write = (part: string, index: number): string => {
    if (index % 2 === 0) return plain(part);
    return index > 1 && parts[index - 1] === "" ? htmlCode(part) : markdownCode(part);
  };
  return parts.map(write).join("");
}

/** Renders text as code, also in a table cell. */
export function markdownCode(text: string): string {
  const clean = escapeControls(text);
  return /[`|]|^\s|\s$|\s\s|^$/.test(clean) ? htmlCode(clean) : `\`${clean}\``;
}

/** Renders text inside a line of HTML, such as a summary, in which Markdown is not parsed. */
export function htmlLine(text: string): string {
  const parts = oneLine(text).split(/`([^`]+)`/);
  return parts.map((part, index) => (index % 2 === 1 ? `<code>${html(part)}</code>` : unlinked(html(part)))).join("");
}

/** Renders a table of cells that are already Markdown. */
export function markdownTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function oneLine(text: string): string {
  return escapeControls(text.replace(/\s+/g, " ").trim());
}

/**
 * Escapes Markdown. An underscore inside a word is not markup, and names have many; a number sign may end a heading.
 */
function plain(text: string): string {
  const marked = text
    .replace(/[&<>|]|:(?=\/\/)|(?<=www)\./gi, entity)
    .replace(/[\\`*[\]~$]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<!\S)#/g, "\\$&");
  return unlinked(marked);
}

/** Prevents mentions, issue links and autolinks with a zero-width space after the character that triggers them. */
function unlinked(text: string): string {
  return text.replace(/#(?=\d)(?<!&#)|\bGH-(?=\d)/g, "$&\u200b").replaceAll("@", `${entity("@")}\u200b`);
}

/** Renders code that a backtick span cannot contain. An element inside an address prevents an autolink. */
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
