import { move, transferableSymbol, valueSymbol, workerData } from "piscina";
import type { LoadOptions } from "../../workspace/load-options.js";
import { loadProgram, type Program } from "../../workspace/load-program.js";
import type { RunOptions } from "../../compiler/make-run.js";
import { answerBlock } from "./answer-block.js";
import { RepeatedSections } from "./repeated-sections.js";
import type { LineTally } from "./line-tally.js";

/** Data that every worker of a run starts with. */
export interface WorkerData {
  readonly rules: LoadOptions;
  readonly run: RunOptions;
}

/** A block of lines, with the number of its first line. */
export interface LineTask {
  readonly block: Uint8Array | null;
  readonly line: number;
}

/** The results of a block, in UTF-8. */
export interface LineAnswer {
  readonly bytes: Uint8Array;
  readonly tally: LineTally;
}

const { rules, run } = workerData as unknown as WorkerData;
const repeated = new RepeatedSections();
let loading: Promise<Program> | undefined;

/** Answers blocks in a worker thread. Rules are loaded for the first block, so that a failure becomes its answer. */
export default async function answer({ block, line }: LineTask): Promise<unknown> {
  const program = await (loading ??= load());
  const view = block === null ? null : Buffer.from(block.buffer, block.byteOffset, block.byteLength);
  const { text, tally } = answerBlock(view, line, { program, run, repeated });
  const bytes = new TextEncoder().encode(text);
  return move({ [transferableSymbol]: [bytes.buffer], [valueSymbol]: { bytes, tally } satisfies LineAnswer });
}

async function load(): Promise<Program> {
  const { program, diagnostics } = await loadProgram(rules);
  if (program === null) throw new Error(`the rules changed while they were read: ${diagnostics[0]?.message}`);
  return program;
}
