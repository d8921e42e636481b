import { createReadStream } from "node:fs";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { explainFileError } from "../../workspace/explain-file-error.js";
import { answerBlock } from "./answer-block.js";
import type { ExitCode, Invocation } from "../command.js";
import { countJobs } from "./count-jobs.js";
import { requirePack } from "../../compiler/evaluator.js";
import type { LineJobs } from "./line-jobs.js";
import { startProgress } from "./line-progress.js";
import { addTally, startTally, summaryOf, type LineTally } from "./line-tally.js";
import { loadRules, rulesChosen } from "../load-rules.js";
import { findProject } from "../../workspace/project.js";
import { readBlocks } from "../../workspace/read-blocks.js";
import { RepeatedSections } from "./repeated-sections.js";

/** A longer line is an error; the limit is many times the largest known configuration. */
const longestLine = 256 * 1024 * 1024;

/** Size of a read: small results are cheapest to write, and large blocks to pass to other threads. */
const readSize = { alone: 64 * 1024, withJobs: 256 * 1024 };

/** Amount of input to answer before starting other threads, which takes about as long. */
const tinyInput = 1024 * 1024;

/** Reads a document from each line and writes its result as a line, in order and in constant memory. */
export async function applyLines(invocation: Invocation): Promise<ExitCode> {
  const { options, streams, args } = invocation;
  const format = options.text("format") ?? "json";
  if (format !== "json") {
    throw new FettleError([
      diagnostic("usage", `\`--ndjson\` cannot be combined with \`--format ${format}\``, {
        hint: "remove `--format`: `--ndjson` always writes JSON, one result per line",
      }),
    ]);
  }
  const jobCount = countJobs(options.text("jobs"));
  const program = await loadRules(invocation);
  const run = { pack: options.text("pack"), trace: options.has("trace") };
  if (run.pack !== undefined) requirePack(run.pack, program.linked.packs);
  const [file = "-"] = args;
  const progress = options.has("quiet") || !streams.isNoteTerminal ? null : await startProgress(file, streams);
  const tally = startTally();
  const repeated = new RepeatedSections();
  let [line, bytes] = [1, 0];
  const deliver = async (output: string | Uint8Array, part: LineTally): Promise<void> => {
    addTally(tally, part);
    if (output.length > 0) await streams.writeData(output);
    progress?.show(tally.documents, bytes);
  };
  let jobs: LineJobs | null = null;
  try {
    for await (const block of readBlocks(
      file === "-" ? streams.input : readChunks(file, jobCount > 1 ? readSize.withJobs : readSize.alone),
      longestLine,
    )) {
      bytes += block?.length ?? longestLine;
      if (jobs === null && jobCount > 1 && bytes > tinyInput) {
        const { startJobs } = await import("./line-jobs.js");
        const rules = rulesChosen(invocation, await findProject());
        jobs = startJobs(jobCount, { rules, run }, (answer) => deliver(answer.bytes, answer.tally));
      }
      if (jobs !== null) {
        line += await jobs.push(block, line);
        continue;
      }
      const answer = answerBlock(block, line, { program, run, repeated });
      line += answer.lines;
      await deliver(answer.text, answer.tally);
    }
    await jobs?.finish();
  } finally {
    await jobs?.close();
    progress?.clear();
  }
  if (!options.has("quiet")) for (const text of summaryOf(tally)) streams.note(`${text}\n`);
  return tally.failed + tally.unreadable > 0 ? 1 : 0;
}

async function* readChunks(file: string, size: number): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(file, { highWaterMark: size }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).syscall === undefined
      ? error
      : new FettleError([explainFileError(error, file)]);
  }
}
