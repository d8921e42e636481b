import type { Colors, Style } from "../report/style.js";

/** Where a command reads and writes. */
export interface Streams extends Style {
  /** Writes a result to standard output; resolves when more may be written. Bytes are UTF-8. */
  write(text: string | Uint8Array): Promise<void>;
  /** Writes to standard error; for people. */
  note(text: string): void;
  /** Standard input, in bytes. */
  readonly input: AsyncIterable<Uint8Array>;
  /** For standard error. */
  readonly noteColors: Colors;
  /** Whether standard error is a terminal, so that a line may be written over. */
  readonly isNoteTerminal: boolean;
}

/** The reader of the output has gone, as `head` does: there is nobody left to write for. */
export class ClosedOutput extends Error {}
