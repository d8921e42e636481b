import { escapeControls } from "../../common/printable.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Style } from "./style.js";

/** Renders the logs of rules, one on each line, with the code that scripts can rely on. */
export function logLines({ result: { logs } }: Evaluated, { colors }: Style): readonly string[] {
  if (logs.length === 0) return [];
  const paint = { debug: colors.dim, info: colors.cyan, warning: colors.yellow, error: colors.red };
  const width = Math.max(...logs.map(({ level }) => level.length));
  const lines = logs.map(
    ({ level, message, code }) =>
      `  ${paint[level](level.padEnd(width))}  ${escapeControls(message)}  ${colors.dim(code)}`,
  );
  return [colors.bold("logs"), ...lines];
}
