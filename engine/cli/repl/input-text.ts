import type { Diagnostic } from "../../common/diagnostic.js";

/** Whether the text has an unclosed bracket, so that it continues on the next line. */
export function isUnfinished(text: string): boolean {
  let depth = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[[\]{}()]/g)) {
    if (/^[[{(]$/.test(part)) depth++;
    else if (/^[\]})]$/.test(part)) depth--;
  }
  return depth > 0;
}

/** Renders the source line of a finding with a caret; empty if the finding has no position. */
export function caretLines(text: string, { line, column }: Diagnostic): readonly string[] {
  const written = line === null ? undefined : text.split("\n")[line - 1];
  if (written === undefined || column === null) return [];
  const before = written.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [`  ${written}`, `  ${before}^`];
}
