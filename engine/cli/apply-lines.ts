import { createReadStream } from "node:fs";
import { diagnostic, FettleError } from "../base/diagnostic.js";
import { explainFileError } from "../pack/read-folders.js";
import type { ExitCode, Invocation } from "./command.js";
import { evaluateLine } from "./evaluate-line.js";
import { requirePack } from "./evaluate.js";
import { startTally, summaryOf } from "./line-tally.js";
import { loadRules } from "./load-rules.js";
import { readLines } from "./read-lines.js";

/** A line that is longer is an error of its own; many times the largest configuration there is. */
const longestLine = 256 * 1024 * 1024;

/** Results are written when this many characters are there, and at the latest when what was read is answered. */
const writeSize = 64 * 1024;

/** Reads a document from each line and writes its result as a line, in order and in constant memory. */
export async function applyLines(invocation: Invocation): Promise<ExitCode> {
  const { options, streams, args } = invocation;
  const format = options.text("format") ?? "json";
  if (format !== "json") {
    throw new FettleError([diagnostic("usage", `\`--ndjson\` cannot be printed as ${format}`, { hint: "leave `--format` out: it writes JSON, one result a line" })]);
  }
  const program = await loadRules(invocation);
  const run = { pack: options.text("pack"), trace: options.has("trace") };
  if (run.pack !== undefined) requirePack(run.pack, program);
  const [file = "-"] = args;
  const input = file === "-" ? streams.input : readChunks(file);
  const tally = startTally();
  const progress = options.has("quiet") || !streams.isNoteTerminal ? null : startProgress(invocation);
  let pending = "";
  for await (const batch of readLines(input, longestLine)) {
    for (const line of batch) {
      const result = evaluateLine(line, program, run, tally);
      if (result !== null) pending += `${result}\n`;
      if (pending.length < writeSize) continue;
      await streams.write(pending);
      pending = "";
    }
    if (pending !== "") await streams.write(pending);
    pending = "";
    progress?.(tally.documents);
  }
  if (progress !== null) streams.note("\r\u001b[K");
  if (!options.has("quiet")) for (const line of summaryOf(tally)) streams.note(`${line}\n`);
  return tally.failed + tally.unreadable > 0 ? 1 : 0;
}

async function* readChunks(file: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined ? error : new FettleError([explainFileError(error, file)]);
  }
}

/** Says how far it is, on one line that is written over, a few times a second. */
function startProgress({ streams }: Invocation): (documents: number) => void {
  let last = Date.now();
  return (documents) => {
    if (Date.now() - last < 200) return;
    last = Date.now();
    streams.note(`\r${documents.toLocaleString("en-US")} documents …`);
  };
}
