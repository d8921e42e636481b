import { plain } from "../../report/terminal/style.js";
import type { Streams } from "../output/streams.js";

export interface Captured {
  readonly streams: Streams;
  /** What was written to standard output so far. */
  output(): string;
  /** What was written to standard error so far. */
  notes(): string;
}

/** Creates streams that capture a command's output; the input is empty. */
export function captureStreams(): Captured {
  const [written, noted]: [string[], string[]] = [[], []];
  const write = async (data: string | Uint8Array): Promise<void> => {
    written.push(typeof data === "string" ? data : new TextDecoder().decode(data));
  };
  return {
    output: () => written.join(""),
    notes: () => noted.join(""),
    streams: {
      write,
      writeData: write,
      note: (text) => void noted.push(text),
      showLine: () => {},
      input: { async *[Symbol.asyncIterator]() {} },
      colors: plain,
      noteColors: plain,
      columns: null,
      isNoteTerminal: false,
    },
  };
}
