import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { must } from "../../common/must.js";
import type { LineAnswer, LineTask, WorkerData } from "./line-worker.js";
import { countLines, type Block } from "../../workspace/read-blocks.js";

/** As the package's own build writes it: this file lies in a folder beside it. */
const workerFile = fileURLToPath(new URL("../cli/line-worker.js", import.meta.url));

/** Blocks under way for each thread: one that it answers, one that waits, and some that are answered out of turn. */
const blocksPerJob = 4;

/** A block counts for no less than it is; so a few long lines are no more under way than many short ones. */
const bytesPerJob = 2 * 1024 * 1024;

/** Threads that answer blocks of lines. */
export interface LineJobs {
  /** Takes a block, and resolves when there is room for the next; answers are delivered in the order of the blocks. */
  push(block: Block, line: number): Promise<number>;
  /** Resolves when all answers are delivered. */
  finish(): Promise<void>;
  /** Ends the threads, whatever they are at. */
  close(): Promise<void>;
}

export function startJobs(count: number, data: WorkerData, deliver: (answer: LineAnswer) => Promise<void>): LineJobs {
  const pool = new Piscina<LineTask, LineAnswer>({
    ...{ filename: workerFile, workerData: data, minThreads: count, maxThreads: count },
    ...{ concurrentTasksPerWorker: 2, recordTiming: false },
  });
  let failure: Error | null = null;
  pool.on("error", (error: Error) => {
    failure ??= error;
    void pool.destroy();
  });
  const run = async (block: Block, line: number): Promise<LineAnswer> => {
    const own = block === null ? null : new Uint8Array(block);
    try {
      return await pool.run({ block: own, line }, { transferList: own === null ? [] : [own.buffer] });
    } catch (error) {
      throw explainFailure(failure ?? (error as Error));
    }
  };
  const underWay: { readonly size: number; readonly delivered: Promise<void> }[] = [];
  let bytes = 0;
  let last = Promise.resolve();
  const settleFirst = async (): Promise<void> => {
    const { size, delivered } = must(underWay.shift(), "shift");
    await delivered;
    bytes -= size;
  };
  return {
    async push(block, line) {
      if (failure !== null) throw explainFailure(failure);
      const lines = countLines(block);
      const size = block?.length ?? 0;
      while (underWay.length > 0 && (underWay.length >= count * blocksPerJob || bytes + size > count * bytesPerJob))
        await settleFirst();
      const delivered = Promise.all([run(block, line), last]).then(([answer]) => deliver(answer));
      delivered.catch(() => {});
      last = delivered;
      underWay.push({ size, delivered });
      bytes += size;
      return lines;
    },
    async finish() {
      while (underWay.length > 0) await settleFirst();
    },
    close: () => pool.destroy(),
  };
}

/** A thread that has no memory left is no fault of ours. */
function explainFailure(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  const hint = "ask for fewer `--jobs`, or allow more with NODE_OPTIONS=--max-old-space-size=4096";
  return new FettleError([diagnostic("usage", "a thread of `--jobs` ran out of memory", { hint })]);
}
