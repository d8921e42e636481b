import { isAscii } from "node:buffer";
import { evaluateLine, type LineRun } from "./evaluate-line.js";
import { startTally, type LineTally } from "./line-tally.js";
import type { Block } from "../../workspace/read-blocks.js";

/** The results of a block of lines. */
export interface Answer {
  /** One line for each document. */
  readonly text: string;
  readonly tally: LineTally;
  /** Number of lines in the block. */
  readonly lines: number;
}

/** What blocks of one stream are evaluated with. */
export type BlockRun = Omit<LineRun, "tally">;

/** Evaluates the lines of a block; `firstLine` is the number of its first line. */
export function answerBlock(block: Block, firstLine: number, { program, run, repeated }: BlockRun): Answer {
  const tally = startTally();
  const lineRun = { program, run: { ...run, validate: false }, tally, repeated };
  let output = "";
  let number = firstLine;
  const ascii = block !== null && isAscii(block) ? block.toString("latin1") : null;
  const answer = (start: number, end: number): void => {
    const result = evaluateLine({ number: number++, block, start, end, ascii }, lineRun);
    if (result !== null) output += `${result}\n`;
  };
  if (block === null) answer(0, 0);
  else {
    for (let start = 0; start < block.length; ) {
      const found = block.indexOf(10, start);
      const end = found < 0 ? block.length : found;
      answer(start, end);
      start = end + 1;
    }
  }
  return { text: output, tally, lines: number - firstLine };
}
