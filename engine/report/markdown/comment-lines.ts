import { escapeControls } from "../../common/printable.js";

/** Renders sentences as YAML comments, one on each line. */
export function commentLines(comments: readonly string[]): string {
  return comments.map((comment) => `# ${escapeControls(comment)}\n`).join("");
}
