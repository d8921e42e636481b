import { fstatSync, writeSync } from "node:fs";
import type { Writable } from "node:stream";
import { ClosedOutput } from "./streams.js";

export interface StandardOutput {
  /** Resolves when more may be written. @throws ClosedOutput if the reader has closed the stream */
  write(text: string | Uint8Array): Promise<void>;
  /** The stream if it may be a terminal; otherwise null, since writing needs no stream, and creating one takes time. */
  readonly terminal: typeof process.stdout | null;
}

/** Opens standard output; `failed` is called once if it cannot be written. */
export function standardOutput(failed: (reason: string) => void): StandardOutput {
  let stream: typeof process.stdout | null = null;
  let isClosed = false;
  const close = (error: NodeJS.ErrnoException): void => {
    isClosed = true;
    if (error.code !== "EPIPE") failed(error.code ?? error.message);
  };
  const openStream = (): typeof process.stdout => {
    if (stream === null) (stream = process.stdout).on("error", close);
    return stream;
  };
  /** Returns the bytes that could not be written immediately. */
  const writeNow = (bytes: Uint8Array): Uint8Array => {
    for (let done = 0; done < bytes.length; ) {
      try {
        done += writeSync(1, bytes, done);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "EAGAIN") return bytes.subarray(done);
        close(error as NodeJS.ErrnoException);
        throw new ClosedOutput();
      }
    }
    return new Uint8Array();
  };
  const terminal = mayBeTerminal(1) ? openStream() : null;
  return {
    terminal,
    async write(text) {
      if (isClosed) throw new ClosedOutput();
      const rest = stream === null ? writeNow(typeof text === "string" ? Buffer.from(text) : text) : text;
      if (rest.length === 0 || openStream().write(rest)) return;
      await drained(openStream());
      if (isClosed) throw new ClosedOutput();
    },
  };
}

/** Whether a standard stream, by file descriptor, is a device rather than a file, pipe or socket. */
export function mayBeTerminal(number: 1 | 2): boolean {
  try {
    return fstatSync(number).isCharacterDevice();
  } catch {
    return true;
  }
}

/** Resolves when more may be written, or when the stream has closed; removes its listeners. */
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
