import { parentPort } from "node:worker_threads";
import { answerTask, type ProvingTask } from "./proving.js";

/** The thread that proves for an editor: one question at a time. */
parentPort?.on("message", (task: ProvingTask) => {
  answerTask(task).then(
    (answer) => parentPort?.postMessage(answer),
    (error: unknown) => parentPort?.postMessage({ kind: "failed", message: String(error) }),
  );
});
