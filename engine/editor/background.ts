import { Worker } from "node:worker_threads";
import type { ProvingAnswer, ProvingTask } from "./proving.js";

/** Starts a thread from the package's build, where its file is in a sibling folder; else from the source. */
function startThread(): Worker {
  if (!import.meta.url.endsWith(".ts")) return new Worker(new URL("../cli/proving-thread.js", import.meta.url));
  const [file, here] = [new URL("./proving-thread.ts", import.meta.url).href, import.meta.url].map((url) =>
    JSON.stringify(url),
  );
  return new Worker(`import("tsx/esm/api").then(({ tsImport }) => tsImport(${file}, ${here}))`, { eval: true });
}

interface Waiting {
  readonly task: ProvingTask;
  readonly settle: (answer: ProvingAnswer | null) => void;
}

/** Answers questions one after another in a thread, so that they never delay an answer to the editor. */
export class Background {
  #thread: Worker | null = null;
  #current: Waiting | null = null;
  #queue: Waiting[] = [];

  /** Resolves to null if the question is cancelled. */
  ask(task: ProvingTask): Promise<ProvingAnswer | null> {
    return new Promise((settle) => {
      this.#queue.push({ task, settle });
      this.#next();
    });
  }

  /** Cancels questions that are no longer of interest; the thread is ended if it works on one. */
  cancel(isStale: (task: ProvingTask) => boolean): void {
    for (const { settle } of this.#queue.filter(({ task }) => isStale(task))) settle(null);
    this.#queue = this.#queue.filter(({ task }) => !isStale(task));
    if (this.#current !== null && isStale(this.#current.task)) this.#end(null);
  }

  close(): void {
    this.cancel(() => true);
    this.#end(null);
  }

  #next(): void {
    if (this.#current !== null) return;
    const next = this.#queue.shift();
    if (next === undefined) return;
    this.#current = next;
    this.#thread ??= this.#start();
    this.#thread.postMessage(next.task);
  }

  #start(): Worker {
    const thread = startThread();
    thread.unref();
    thread.on("message", (answer: ProvingAnswer) => {
      if (thread !== this.#thread) return;
      this.#current?.settle(answer);
      this.#current = null;
      this.#next();
    });
    thread.on("error", (error) => {
      if (thread === this.#thread) this.#end({ kind: "failed", message: String(error) });
    });
    return thread;
  }

  #end(answer: ProvingAnswer | null): void {
    const thread = this.#thread;
    this.#thread = null;
    void thread?.terminate();
    this.#current?.settle(answer);
    this.#current = null;
    this.#next();
  }
}
