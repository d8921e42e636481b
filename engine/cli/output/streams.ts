import type { Colors, Style } from "../../report/terminal/style.js";

/** The input and output of a command. */
export interface Streams extends Style {
  /**
   * Writes a result to standard output; resolves when more may be written. Escapes control characters, so that no text
   * of a document or rule can affect a terminal or a CI log.
   */
  write(text: string): Promise<void>;
  /** Writes data for other programs to standard output unchanged. Bytes are UTF-8. */
  writeData(data: string | Uint8Array): Promise<void>;
  /** Writes to standard error, for people; escapes like `write`. */
  note(text: string): void;
  /** Shows one line on the terminal of standard error, replacing the previous one; an empty one removes it. */
  showLine(text: string): void;
  /** Standard input as bytes. */
  readonly input: AsyncIterable<Uint8Array>;
  /** For standard error. */
  readonly noteColors: Colors;
  /** Whether standard error is a terminal, so that a line may be overwritten. */
  readonly isNoteTerminal: boolean;
}

/** The reader has closed the output, as `head` does: stop writing. */
export class ClosedOutput extends Error {}
