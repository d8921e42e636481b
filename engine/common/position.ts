/** 1-based line and column, in UTF-16 code units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** Converts an offset in a text to a position. */
export function positionAt(text: string, offset: number): Position {
  const before = text.slice(0, offset);
  return { line: before.split("\n").length, column: offset - before.lastIndexOf("\n") };
}
