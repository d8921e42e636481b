import { fileURLToPath } from "node:url";
import { Piscina } from "piscina";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { must } from "../../common/must.js";
import type { LineAnswer, LineTask, WorkerData } from "./line-worker.js";
import { countLines, type Block } from "../../workspace/read-blocks.js";

/** The path in the package's build, in a sibling folder of this file. */
const workerFile = fileURLToPath(new URL("../cli/line-worker.js", import.meta.url));

/** Blocks in flight for each thread: one in progress, one queued, and some that finish out of order. */
const blocksPerJob = 4;

/** Memory in flight for each thread, so that a few long lines use no more than many short ones. */
const bytesPerJob = 2 * 1024 * 1024;

/** Threads that answer blocks of lines. */
export interface LineJobs {
  /** Submits a block, and resolves when there is room for the next; answers are delivered in block order. */
  push(block: Block, line: number): Promise<number>;
  /** Resolves when all answers are delivered. */
  finish(): Promise<void>;
  /** Terminates the threads immediately. */
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

/** A thread that is out of memory is not an internal error. */
function explainFailure(error: Error): Error {
  if ((error as NodeJS.ErrnoException).code !== "ERR_WORKER_OUT_OF_MEMORY") return error;
  const hint = "use fewer `--jobs`, or raise the memory limit with NODE_OPTIONS=--max-old-space-size=4096";
  return new FettleError([diagnostic("usage", "a thread of `--jobs` ran out of memory", { hint })]);
}
