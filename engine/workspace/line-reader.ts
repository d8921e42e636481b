import { readFileWithin, rootOf } from "./read-file.js";

/** Reads single source lines to show with findings; null if the line does not exist. */
export function lineReader(): (file: string, number: number) => string | null {
  const known = new Map<string, readonly string[]>();
  return (file, number) => {
    const lines = known.get(file) ?? linesOf(file);
    known.set(file, lines);
    return lines[number - 1] ?? null;
  };
}

function linesOf(file: string): readonly string[] {
  try {
    return readFileWithin(file, [rootOf(file, false)])
      .toString("utf8")
      .replace(/^\ufeff/, "")
      .split("\n")
      .map((line) => line.replace(/\r$/, ""));
  } catch {
    return [];
  }
}
