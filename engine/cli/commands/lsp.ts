import { choiceOf } from "../load-rules.js";
import type { Command, ExitCode } from "../command.js";

export const command: Command = {
  arguments: "",
  description:
    "Runs a language server (LSP) over standard input and output: diagnostics as you type, completion, hover, go to definition, renaming, quick fixes, formatting, the number of cases in which each rule fires, and which of its properties are proved. Your editor starts it; see docs/editor.md for the settings.",
  options: [{ flags: "--stdio", help: "accepted because editors pass it; standard input and output are always used" }],
  examples: [{ line: "fettle lsp", what: "the command to put in your editor's settings" }],
  async run(invocation): Promise<ExitCode> {
    const { serveEditor } = await import("../../editor/server.js");
    return new Promise((resolve) => {
      const connection = serveEditor(process.stdin, process.stdout, choiceOf(invocation));
      connection.onExit(() => resolve(0));
    });
  },
};
