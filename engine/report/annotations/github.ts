import type { Diagnostic } from "../../common/diagnostic.js";
import { escapeControls, printableLines } from "../../common/printable.js";
import type { Checked } from "../../packs/check/checked.js";

/** Renders findings as workflow commands, which GitHub shows beside the lines of a pull request. */
export function checkGithub({ diagnostics }: Pick<Checked, "diagnostics">): string {
  return diagnostics.map((entry) => `${githubCommand(entry)}\n`).join("");
}

/** Renders one command. Every part is escaped, so that no text of a pack can end it or start another. */
export function githubCommand(entry: Diagnostic): string {
  return githubCommandOf(entry, `fettle ${entry.code}`);
}

/** Renders one command for a finding with a title of its own. */
export function githubCommandOf(
  { severity, file, line, column, message, hint }: Omit<Diagnostic, "code" | "path">,
  title: string,
): string {
  const place = { file: file?.replaceAll("\\", "/") ?? null, line, col: column, title };
  const properties = Object.entries(place)
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}=${escapeProperty(shown(String(value)))}`);
  const text = [message, hint].map((part) => escapeData(shown(part))).join("%0A");
  return `::${severity === "note" ? "notice" : severity} ${properties.join(",")}::${text}`;
}

/** Escapes controls, which would reach GitHub's page, and legacy commands, which would reach the runner. */
function shown(text: string): string {
  return printableLines(escapeControls(text));
}

function escapeData(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
