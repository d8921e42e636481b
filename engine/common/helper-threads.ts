import { Worker } from "node:worker_threads";
import { FettleError, type Diagnostic } from "./diagnostic.js";

/** What a helper thread prepares before its first task: the name of the job, and data from which it can be repeated. */
export interface HelperJob {
  readonly job: string;
  readonly data: unknown;
}

/** Its answer to the task of an index. */
export type HelperAnswer =
  | { readonly index: number; readonly outcome: unknown }
  | { readonly index: number; readonly diagnostics: readonly Diagnostic[] }
  | { readonly index: number; readonly error: Error };

/** Young objects of formulas survive a collection that comes too soon. */
const resourceLimits = { maxYoungGenerationSizeMb: 192 };

/** From the package's build, where its file is in a sibling folder; else from the source. */
function startThread(job: HelperJob): Worker {
  const options = { workerData: job, resourceLimits };
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("../cli/helper-thread.js", import.meta.url), options);
  const [file, here] = [new URL("../cli/helper-thread.ts", import.meta.url).href, import.meta.url].map((url) =>
    JSON.stringify(url),
  );
  return new Worker(`import("tsx/esm/api").then(({ tsImport }) => tsImport(${file}, ${here}))`, {
    ...options,
    eval: true,
  });
}

/** A thread that does tasks of a job by their indexes, one after another. */
export class HelperThread {
  readonly #thread: Worker;
  readonly #waiting = new Map<number, { resolve(outcome: unknown): void; reject(error: Error): void }>();
  #failure: Error | null = null;

  constructor(job: HelperJob) {
    this.#thread = startThread(job);
    this.#thread.on("message", (answer: HelperAnswer) => this.#settle(answer));
    this.#thread.on("error", (error) => this.#fail(error));
    this.#thread.on("exit", () => this.#fail(new Error("a helper thread ended early")));
  }

  run(index: number): Promise<unknown> {
    if (this.#failure !== null) return Promise.reject(this.#failure);
    return new Promise((resolve, reject) => {
      this.#waiting.set(index, { resolve, reject });
      this.#thread.postMessage(index);
    });
  }

  async close(): Promise<void> {
    await this.#thread.terminate();
  }

  #settle(answer: HelperAnswer): void {
    const waiting = this.#waiting.get(answer.index);
    this.#waiting.delete(answer.index);
    if ("outcome" in answer) waiting?.resolve(answer.outcome);
    else waiting?.reject("error" in answer ? answer.error : new FettleError(answer.diagnostics));
  }

  #fail(error: Error): void {
    this.#failure ??= error;
    for (const { reject } of this.#waiting.values()) reject(this.#failure);
    this.#waiting.clear();
  }
}

/** A helper has its next task before it asks for it: this thread answers only between its own. */
const tasksAhead = 2;

/**
 * Does tasks in order, by their indexes, in the slots of this thread and in helpers; returns the outcomes by index.
 * `onBegin` receives each index and the number of tasks done.
 */
export async function shareTasks<Outcome>(
  order: readonly number[],
  helpers: readonly HelperThread[],
  slots: readonly ((index: number) => Promise<Outcome>)[],
  onBegin: (index: number, done: number) => void,
): Promise<ReadonlyMap<number, Outcome>> {
  const outcomes = new Map<number, Outcome>();
  const open = order.values();
  const work = async (each: (index: number) => Promise<unknown>): Promise<void> => {
    for (const index of open) {
      onBegin(index, outcomes.size);
      outcomes.set(index, (await each(index)) as Outcome);
    }
  };
  const ahead = helpers.flatMap((helper) =>
    Array.from({ length: tasksAhead }, () => (index: number) => helper.run(index)),
  );
  await Promise.all([...slots, ...ahead].map(work));
  return outcomes;
}
