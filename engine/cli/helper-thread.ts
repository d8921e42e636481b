import { parentPort, workerData } from "node:worker_threads";
import { FettleError } from "../common/diagnostic.js";
import type { HelperAnswer, HelperJob } from "../common/helper-threads.js";

type Run = (index: number) => Promise<unknown>;

/** What prepares the tasks of each job. */
const jobs: Readonly<Record<string, () => Promise<(data: never) => Promise<Run>>>> = {
  diff: async () => (await import("../diff/diff-rules.js")).helpToDiff,
  upgrade: async () => (await import("../upgrade/upgrade-fleet.js")).helpToUpgrade,
  test: async () => (await import("../testing/test-packs.js")).helpToTest,
  prove: async () => (await import("../proofs/prove-rules.js")).helpToProve,
};

const { job, data } = workerData as HelperJob;
let prepared: Promise<Run> | undefined;
let turn: Promise<void> = Promise.resolve();

async function prepare(): Promise<Run> {
  const open = jobs[job];
  if (open === undefined) throw new Error(`no job \`${job}\``);
  return (await open())(data as never);
}

async function answer(index: number): Promise<HelperAnswer> {
  try {
    const run = await (prepared ??= prepare());
    return { index, outcome: await run(index) };
  } catch (error) {
    if (error instanceof FettleError) return { index, diagnostics: error.diagnostics };
    return { index, error: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** A thread that helps with a command: see `common/helper-threads.ts`. */
parentPort?.on("message", (index: number) => {
  turn = turn.then(async () => parentPort?.postMessage(await answer(index)));
});
