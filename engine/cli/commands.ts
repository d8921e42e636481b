import type { Command } from "./command.js";

export interface CommandRow {
  readonly name: string;
  /** One line for `fettle --help`. */
  readonly summary: string;
  /** Imports the command's file, which only a call of it does. */
  load(): Promise<{ readonly command: Command }>;
}

/** Every command, in the order in which the help shows them. */
export const commands: readonly CommandRow[] = [
  { name: "resolve", summary: "show what vLLM makes of a model and its flags, and why", load: () => import("./resolve.js") },
  { name: "apply", summary: "run the rules over a config document", load: () => import("./apply.js") },
];
