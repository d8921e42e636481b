import { count } from "../../common/count.js";
import { countSeverities } from "../count-severities.js";
import type { Checked } from "../../packs/check/checked.js";
import type { Style } from "./style.js";
import { diagnosticText } from "./text-diagnostic.js";

/** Renders findings for a terminal. */
export function checkText({ diagnostics, files, line, target }: Checked, { colors }: Style): string {
  const findings = diagnostics.map((entry) => `${diagnosticText(entry, line, colors)}\n`).join("");
  const isFine = diagnostics.length === 0;
  const opening = target === null || isFine ? "" : `checking for ${target}\n\n`;
  const summary = `checked ${count(files.length, "file")}${target === null ? "" : ` for ${target}`}: ${countSeverities(diagnostics)}`;
  return `${opening}${findings}${isFine ? colors.green(summary) : colors.bold(summary)}\n`;
}
