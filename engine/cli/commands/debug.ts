import { choiceOf } from "../load-rules.js";
import type { Command, ExitCode } from "../command.js";

export const command: Command = {
  arguments: "",
  description:
    "Serves an editor by the Debug Adapter Protocol over standard input and output: an evaluation of a document, step by step and back, with breakpoints at rules, the document, ledger, logs and facts at each step, and expressions. An editor starts it and says what to debug; docs/editor.md has the settings.",
  options: [],
  examples: [{ line: "fettle debug", what: "the command to name in an editor's settings" }],
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
