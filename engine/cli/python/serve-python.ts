import { createInterface } from "node:readline";
import { makeAnswer } from "./answer-requests.js";

/** Answers the Python package, which started this process, until it closes standard input. */
async function serve(): Promise<void> {
  const answer = makeAnswer();
  process.stdout.on("error", () => process.exit(0));
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity }))
    process.stdout.write(`${await answer(line)}\n`);
}

void serve();
