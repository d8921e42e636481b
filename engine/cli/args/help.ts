import type { CommandRow } from "../command.js";
import { sharedOptions } from "./shared-options.js";

/** Returns the output of `fettle --help`. */
export function helpText(commands: readonly CommandRow[]): string {
  const rows = (entries: readonly (readonly [string, string])[]) => {
    const width = Math.max(...entries.map(([name]) => name.length));
    return entries.map(([name, text]) => `  ${name.padEnd(width)}  ${text}`).join("\n");
  };
  const options = [
    ...sharedOptions.map(({ flags, help }) => [flags, help] as const),
    ["-h, --help", "show help for a command"] as const,
    ["-V, --version", "show the version"] as const,
  ];
  return `Usage: fettle <command> [options]

Shows the configuration that vLLM resolves for a model and its flags, and why.

Commands:
${rows(commands.map(({ name, summary }) => [name, summary]))}

Global options:
${rows(options)}

Examples:
  fettle resolve ./gemma-4 -- --max-model-len 32k
  fettle why attention_config.backend ./gemma-4

Exit codes: 0 success, 1 findings or a failed evaluation, 2 usage or load error.
`;
}
