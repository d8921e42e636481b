import type { Diagnostic } from "../../common/diagnostic.js";

/** Whether a bracket that the text opens is not closed yet, so that another line belongs to it. */
export function isUnfinished(text: string): boolean {
  let depth = 0;
  for (const [part] of text.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`[^`]*`|[[\]{}()]/g)) {
    if (/^[[{(]$/.test(part)) depth++;
    else if (/^[\]})]$/.test(part)) depth--;
  }
  return depth > 0;
}

/** The line that a finding is about, and under it a caret; empty where the finding has no place. */
export function caretLines(text: string, { line, column }: Diagnostic): readonly string[] {
  const written = line === null ? undefined : text.split("\n")[line - 1];
  if (written === undefined || column === null) return [];
  const before = written.slice(0, column - 1).replace(/[^\t]/g, " ");
  return [`  ${written}`, `  ${before}^`];
}
