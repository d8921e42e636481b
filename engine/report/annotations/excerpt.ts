import { escapeControls } from "../../common/printable.js";

/** A longer excerpt does not help, and would wrap. */
const widest = 100;

/** Renders a line of a file with its number, and a caret under the column. */
export function excerpt(line: string, number: number, column: number): readonly string[] {
  const at = Math.min(column - 1, line.length);
  const start = line.length <= widest ? 0 : Math.max(0, Math.min(at - Math.floor(widest / 2), line.length - widest));
  const end = Math.min(line.length, start + widest);
  const [before, after] = [show(line.slice(start, at)), show(line.slice(at, end))];
  const lead = start > 0 ? "…" : "";
  const gutter = String(number).padStart(5);
  return [
    `${gutter} | ${lead}${before}${after}${end < line.length ? "…" : ""}`.trimEnd(),
    `${" ".repeat(gutter.length)} | ${" ".repeat(lead.length + before.length)}^`,
  ];
}

/** Renders a tab as one blank, so that the caret is aligned, and escapes every other control character. */
function show(text: string): string {
  return escapeControls(text.replaceAll("\t", " "));
}
