import { choiceOf } from "../load-rules.js";
import type { Command, ExitCode } from "../command.js";

export const command: Command = {
  arguments: "",
  description:
    "Serves an editor by the Language Server Protocol over standard input and output: diagnostics while typing, completion, hover, definitions, renaming, quick fixes, formatting, and in how many cases each rule fires. An editor starts it; docs/editor.md has the settings.",
  options: [{ flags: "--stdio", help: "what editors pass; standard input and output are used in any case" }],
  examples: [{ line: "fettle lsp", what: "the command to name in an editor's settings" }],
  async run(invocation): Promise<ExitCode> {
    const { serveEditor } = await import("../../editor/server.js");
    return new Promise((resolve) => {
      const connection = serveEditor(process.stdin, process.stdout, choiceOf(invocation));
      connection.onExit(() => resolve(0));
    });
  },
};
