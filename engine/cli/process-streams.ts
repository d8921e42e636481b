import type { Writable } from "node:stream";
import picocolors from "picocolors";
import { ClosedOutput, type Streams } from "./streams.js";

/** The streams of this process; each is made when it is first needed, which takes a moment. */
export function processStreams(): Streams {
  const { stdout, env } = process;
  let isClosed = false;
  let isNoting = false;
  const notes = (): typeof process.stderr => {
    if (!isNoting) process.stderr.on("error", () => {});
    isNoting = true;
    return process.stderr;
  };
  stdout.on("error", (error: NodeJS.ErrnoException) => {
    isClosed = true;
    if (error.code === "EPIPE") return;
    notes().write(`error: standard output cannot be written: ${error.code ?? error.message}\n`);
    process.once("exit", () => void (process.exitCode = 2));
  });
  return {
    async write(text) {
      if (isClosed) throw new ClosedOutput();
      if (stdout.write(text)) return;
      await drained(stdout);
      if (isClosed) throw new ClosedOutput();
    },
    note: (text) => void notes().write(text),
    get input() {
      return process.stdin;
    },
    colors: picocolors.createColors(wantsColor(stdout, env)),
    get noteColors() {
      return picocolors.createColors(wantsColor(notes(), env));
    },
    columns: stdout.isTTY === true ? stdout.columns : null,
    get isNoteTerminal() {
      return notes().isTTY === true;
    },
  };
}

/** Resolves when more may be written, or when nothing can be any more; leaves no listener behind. */
function drained(stream: Writable): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      for (const event of events) stream.off(event, done);
      resolve();
    };
    const events = ["drain", "close", "error"];
    for (const event of events) stream.on(event, done);
  });
}

function wantsColor(stream: { isTTY?: boolean }, env: NodeJS.ProcessEnv): boolean {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return stream.isTTY === true && env["TERM"] !== "dumb";
}
