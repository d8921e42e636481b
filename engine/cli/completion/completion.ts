import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { didYouMean } from "../../common/nearest.js";
import type { Command } from "../command.js";
import { completionTable } from "./completion-table.js";

const shells = ["bash", "zsh"];

export const command: Command = {
  arguments: "<shell>",
  description: "Prints the script that completes commands, options and their values in bash or zsh.",
  options: [],
  examples: [
    { line: "source <(fettle completion bash)", what: "in ~/.bashrc" },
    { line: "source <(fettle completion zsh)", what: "in ~/.zshrc, after compinit" },
  ],
  async run({ args, streams }) {
    const [shell = ""] = args;
    if (!shells.includes(shell)) {
      throw new FettleError([
        diagnostic("usage", `there is no completion for \`${shell}\``, {
          hint: didYouMean(shell, shells) ?? "write bash or zsh",
        }),
      ]);
    }
    const { bashScript, zshScript } = await import("./completion-script.js");
    const table = await completionTable();
    await streams.writeData(shell === "bash" ? bashScript(table) : zshScript(table));
    return 0;
  },
};
