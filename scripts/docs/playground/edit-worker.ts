// Asks the worker about edits. A new question ends the search for an earlier one.
import type { Answered, EditAnswer, EditRequest } from "./edit-messages.js";

/** The last answer to a request. */
const isLast = ({ kind, ...rest }: EditAnswer): boolean =>
  kind === "done" || kind === "failed" || (kind === "checked" && "runs" in rest && !rest.runs);

export class EditWorker {
  #worker: Worker | null = null;
  #isBusy = false;
  #turn = 0;
  #show: (answer: EditAnswer) => void = () => {};

  /** Calls `show` with each answer, until the next question. */
  ask(request: Omit<EditRequest, "turn">, show: (answer: EditAnswer) => void): void {
    // A search cannot be interrupted from outside except by ending its worker.
    if (this.#isBusy) this.stop();
    this.#show = show;
    this.#isBusy = true;
    this.#worker ??= this.#start();
    this.#worker.postMessage({ ...request, turn: ++this.#turn } satisfies EditRequest);
  }

  stop(): void {
    this.#worker?.terminate();
    this.#worker = null;
    this.#isBusy = false;
  }

  #start(): Worker {
    const worker = new Worker("worker.js", { type: "module" });
    worker.addEventListener("message", ({ data: { turn, ...answer } }: MessageEvent<Answered>) => {
      if (turn !== this.#turn) return;
      if (isLast(answer)) this.#isBusy = false;
      this.#show(answer);
    });
    worker.addEventListener("error", ({ message }) => {
      this.stop();
      this.#show({ kind: "failed", message });
    });
    return worker;
  }
}
