import { escapeControls } from "../../common/printable.js";

/** Sentences as comments of a YAML file, a line each. */
export function commentLines(comments: readonly string[]): string {
  return comments.map((comment) => `# ${escapeControls(comment)}\n`).join("");
}
