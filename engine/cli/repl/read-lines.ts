import { openSync } from "node:fs";
import { createInterface, type Interface } from "node:readline";
import { Readable } from "node:stream";
import { ReadStream } from "node:tty";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import type { Streams } from "../output/streams.js";
import { historyFile, historySize, readHistory, writeHistory } from "./history.js";

/** Callbacks for reading lines. */
export interface Asking {
  prompt(): string;
  complete(line: string): readonly [candidates: string[], replaced: string];
  /** Answers a line and returns whether to read another. */
  answer(line: string): Promise<boolean>;
  /** Discards incomplete input on Ctrl-C; returns whether there was any. */
  forget(): boolean;
}

/**
 * Reads lines until the end: at a terminal with a prompt, history and completion, otherwise plainly. Returns whether it
 * was a terminal.
 */
export async function readLines(asking: Asking, streams: Streams, isInputTaken: boolean): Promise<boolean> {
  const input = inputFor(streams, isInputTaken);
  const isTerminal = input instanceof ReadStream && process.stdout.isTTY;
  if (!isTerminal) {
    for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY }))
      if (!(await asking.answer(line))) break;
    return false;
  }
  const file = historyFile();
  let history: readonly string[] = readHistory(file);
  const lines = createInterface({
    ...{
      input,
      output: process.stdout,
      terminal: true,
      history: [...history],
      historySize,
      removeHistoryDuplicates: true,
    },
    completer: (line: string) => asking.complete(line) as [string[], string],
  });
  lines.on("history", (kept: string[]) => void (history = [...kept]));
  await converse(lines, asking);
  if (!(await writeHistory(file, history))) streams.note(`note: history is not saved: cannot write \`${file}\`\n`);
  return true;
}

/** Reads and answers lines until the user exits. */
async function converse(lines: Interface, asking: Asking): Promise<void> {
  const ask = (): void => {
    lines.setPrompt(asking.prompt());
    lines.prompt();
  };
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => {
      lines.pause();
      asking.answer(line).then((goesOn) => {
        if (!goesOn) return lines.close();
        lines.resume();
        ask();
      }, reject);
    });
    lines.on("SIGINT", () => {
      if (!asking.forget() && lines.line === "") return lines.close();
      lines.write(null, { ctrl: true, name: "u" });
      process.stdout.write("\n");
      ask();
    });
    lines.on("close", () => resolve());
    ask();
  });
}

/** If the document came from standard input, reads from the terminal itself, as pagers do. */
function inputFor(streams: Streams, isInputTaken: boolean): NodeJS.ReadableStream {
  if (!isInputTaken) return streams.input === process.stdin ? process.stdin : Readable.from(streams.input);
  try {
    return new ReadStream(openSync("/dev/tty", "r"));
  } catch {
    const hint = "name a file, and pass the expressions on standard input";
    throw new FettleError([
      diagnostic("usage", "standard input holds the document, and there is no terminal to read expressions from", {
        hint,
      }),
    ]);
  }
}
