import { stat } from "node:fs/promises";
import type { Streams } from "../output/streams.js";
import { timeLeft } from "../output/time-left.js";

/** Progress of a run over many lines, on one terminal line that is overwritten. */
export interface LineProgress {
  /** Shows the progress, a few times per second. */
  show(documents: number, bytes: number): void;
  /** Removes the line. */
  clear(): void;
}

/** Milliseconds between two updates. */
const pause = 200;
const barWidth = 20;

/** Shows a bar if the input is a file of known size, otherwise the number of documents. */
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

/** Renders the progress; `share` is the fraction of the input that was read, or null if unknown. */
export function progressText(documents: number, seconds: number, share: number | null): string {
  const text = `${documents.toLocaleString("en-US")} documents  ${Math.round(documents / seconds).toLocaleString("en-US")}/s`;
  if (share === null) return text;
  const done = Math.min(Math.max(share, 0), 1);
  const filled = Math.round(done * barWidth);
  const bar = `${"█".repeat(filled)}${"░".repeat(barWidth - filled)} ${String(Math.floor(done * 100)).padStart(3)}%`;
  return `${bar}  ${text}${timeLeft(seconds, done)}`;
}

async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null);
  return found?.isFile() === true ? found.size : 0;
}
