import { stat } from "node:fs/promises";
import type { Streams } from "../output/streams.js";

/** How far a run over many lines is, on one line that is written over. */
export interface LineProgress {
  /** Says it, a few times a second. */
  show(documents: number, bytes: number): void;
  /** Takes it away. */
  clear(): void;
}

/** Milliseconds between two updates. */
const pause = 200;
const barWidth = 20;

/** Shows a bar where the input is a file whose size is known, else how many documents there were. */
export async function startProgress(file: string, streams: Pick<Streams, "showLine">): Promise<LineProgress> {
  const size = file === "-" ? 0 : await sizeOf(file);
  const start = performance.now();
  let last = start;
  return {
    show(documents, bytes) {
      const now = performance.now();
      if (now - last < pause) return;
      last = now;
      streams.showLine(progressText(documents, (now - start) / 1000, size === 0 ? null : bytes / size));
    },
    clear: () => streams.showLine(""),
  };
}

/** One line; `share` is how much of the input was read, or null where nobody knows. */
export function progressText(documents: number, seconds: number, share: number | null): string {
  const text = `${documents.toLocaleString("en-US")} documents  ${Math.round(documents / seconds).toLocaleString("en-US")}/s`;
  if (share === null) return text;
  const done = Math.min(Math.max(share, 0), 1);
  const filled = Math.round(done * barWidth);
  return `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${String(Math.floor(done * 100)).padStart(3)}%  ${text}`;
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() === true ? found.size : 0;
}
