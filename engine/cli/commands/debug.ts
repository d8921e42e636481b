import { choiceOf } from "../load-rules.js";
import type { Command, ExitCode } from "../command.js";

export const command: Command = {
  arguments: "",
  description:
    "Runs a debug adapter (DAP) over standard input and output: steps forward and back through the evaluation of a document, stops at breakpoints on rules, shows the document, ledger, logs and facts at each step, and evaluates expressions. Your editor starts it and chooses what to debug; see docs/editor.md for the settings.",
  options: [],
  examples: [{ line: "fettle debug", what: "the command to put in your editor's settings" }],
  async run(invocation): Promise<ExitCode> {
    const [{ FettleDebugSession }, { loadDebuggee }] = await Promise.all([
      import("../../debug/session.js"),
      import("../debug/launch.js"),
    ]);
    const choice = choiceOf(invocation);
    const session = new FettleDebugSession((asked, note) => loadDebuggee(asked, choice, note));
    return new Promise((resolve) => {
      session.on("close", () => resolve(0));
      process.stdin.on("close", () => resolve(0));
      session.start(process.stdin, process.stdout);
    });
  },
};
