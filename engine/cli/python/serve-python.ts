import { createInterface } from "node:readline";
import { makeAnswer, type Request } from "./answer-requests.js";

/** Answers the Python package, which started this process, until it closes standard input. */
async function serve(): Promise<void> {
  const answer = makeAnswer();
  process.stdout.on("error", () => process.exit(0));
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
    const { id, ...request } = JSON.parse(line) as Request & { readonly id: number };
    process.stdout.write(`${JSON.stringify({ id, ...(await answer(request as Request)) })}\n`);
  }
}

void serve();
