import { escapeControls } from "../../common/printable.js";

/** Renders a fenced block that nothing in the text can close; `kind` chooses its highlighting. */
export function fence(lines: readonly string[], kind: "text" | "diff" = "text"): string {
  const text = lines.map((line) => escapeControls(line)).join("\n");
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const marks = "`".repeat(longest + 1);
  return `${marks}${kind}\n${text}\n${marks}`;
}
