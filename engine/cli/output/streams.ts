import type { Colors, Style } from "../../report/terminal/style.js";

/** Where a command reads and writes. */
export interface Streams extends Style {
  /**
   * Writes a result to standard output; resolves when more may be written. What is not printable is escaped, so that
   * no text of a document or rule can act on a terminal or on the log of a build.
   */
  write(text: string): Promise<void>;
  /** Writes a program's input to standard output as it is. Bytes are UTF-8. */
  writeData(data: string | Uint8Array): Promise<void>;
  /** Writes to standard error, for people; escapes as `write` does. */
  note(text: string): void;
  /** Shows one line on the terminal of standard error, over the one shown before; an empty one takes it away. */
  showLine(text: string): void;
  /** Standard input, in bytes. */
  readonly input: AsyncIterable<Uint8Array>;
  /** For standard error. */
  readonly noteColors: Colors;
  /** Whether standard error is a terminal, so that a line may be written over. */
  readonly isNoteTerminal: boolean;
}

/** The reader of the output has gone, as `head` does: there is nobody left to write for. */
export class ClosedOutput extends Error {}
