import { diagnostic, FettleError } from "../../common/diagnostic.js";
import type { Command } from "../command.js";

export const command: Command = {
  arguments: "<shell> [words...]",
  description:
    "Prints the script that completes command lines in bash, zsh or fish: commands, options and their values, packs, releases, devices, paths of the document, and after `--` the flags of `vllm serve` with their values. With `words` instead of a shell, prints completions for the last of the words that follow; the scripts call this.",
  options: [],
  examples: [
    { line: "source <(fettle completion bash)", what: "in ~/.bashrc" },
    { line: "source <(fettle completion zsh)", what: "in ~/.zshrc, after compinit" },
    { line: "fettle completion fish | source", what: "in ~/.config/fish/config.fish" },
  ],
  completes: ["shell"],
  async run({ args, streams, commands }) {
    const [shell = "", ...words] = args;
    if (shell === "words") {
      const { completeWords } = await import("./complete-words.js");
      const { candidates, places } = await completeWords(words, commands);
      const lines = candidates.map(({ value, about }) => (about === "" ? value : `${value}\t${firstLine(about)}`));
      const all = [...lines, ...(places === null ? [] : [`:${places}`])];
      if (all.length > 0) await streams.writeData(`${all.join("\n")}\n`);
      return 0;
    }
    const { completionScripts } = await import("./completion-script.js");
    if (!isShell(shell, completionScripts)) {
      throw new FettleError([
        diagnostic("usage", `unsupported shell \`${shell}\``, {
          hint: "use bash, zsh or fish",
        }),
      ]);
    }
    await streams.writeData(completionScripts[shell]);
    return 0;
  },
};

function isShell<Scripts extends object>(name: string, scripts: Scripts): name is string & keyof Scripts {
  return Object.hasOwn(scripts, name);
}

/** Shortens a description to one menu line without control characters, not wider than most terminals. */
function firstLine(text: string): string {
  const line = text.replaceAll(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length > 70 ? `${line.slice(0, 69)}…` : line;
}
