import { escapeControls } from "../../common/printable.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Style } from "./style.js";

/** What the rules say, one line each, with the code that a script can rely on. */
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
