import { escapeControls } from "../../common/printable.js";
import type { Style } from "./style.js";

/** Wraps text to the terminal's width with an indent; a single line if there is no terminal. */
export function wrap(text: string, indent: string, { columns }: Style): readonly string[] {
  const width = columns === null ? Infinity : Math.max(40, columns) - indent.length;
  const lines: string[] = [];
  for (const word of escapeControls(text).split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines.map((line) => indent + line);
}
