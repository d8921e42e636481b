import { inspect } from "node:util";
import { must } from "../../common/must.js";
import { printableLines } from "../../common/printable.js";
import type { Colors } from "../../report/terminal/style.js";

/** Colors, and the conversion of colored text for the terminal. */
export interface TerminalColors {
  readonly colors: Colors;
  /** Escapes control characters, except for the colors. */
  show(text: string): string;
}

/**
 * Marks colored text with a random word that no document can know, and replaces it by terminal codes after all other
 * codes have been escaped.
 */
export function terminalColors(): TerminalColors {
  const word = Math.random().toString(36).slice(2);
  const mark = (code: number): string => `\u0000${word};${code}\u0000`;
  const marks = new RegExp(`\u0000${word};(\\d+)\u0000`);
  const paint = (name: keyof Colors) => {
    const [start, end] = must(inspect.colors[name], "the color").map(mark) as [string, string];
    return (text: string) => `${start}${text.replaceAll(end, end + start)}${end}`;
  };
  const showPart = (part: string, index: number) => (index % 2 === 0 ? printableLines(part) : `\u001b[${part}m`);
  return {
    colors: {
      bold: paint("bold"),
      dim: paint("dim"),
      red: paint("red"),
      green: paint("green"),
      yellow: paint("yellow"),
      cyan: paint("cyan"),
    },
    show: (text) => text.split(marks).map(showPart).join(""),
  };
}
