import type { Options } from "./args/options.js";
import type { Streams } from "./output/streams.js";

/** The export `command` of a command's file. */
export interface Command {
  /** Positional arguments in commander's syntax: `<document>`, `[document]`, `<names...>`; "" if there are none. */
  readonly arguments: string;
  /** Description in one or two sentences. */
  readonly description: string;
  /** Its own options; those of `sharedOptions` are added to every command. */
  readonly options: readonly OptionSpec[];
  readonly examples: readonly Example[];
  /** What each argument is, for completion in a shell; the last stands for all that follow. Files where left out. */
  readonly completes?: readonly Completed[];
  /** Arguments after `--` are flags of `vllm serve`. */
  readonly takesServeFlags?: boolean;
  /** Runs the command and returns the exit code; user mistakes are thrown as a FettleError. */
  run(call: CommandCall): Promise<ExitCode>;
}

/** A row of the table of commands. */
export interface CommandRow {
  readonly name: string;
  /** One line for `fettle --help`. */
  readonly summary: string;
  /** Imports the command's file, which only a call of it does. */
  load(): Promise<{ readonly command: Command }>;
}

/** What can be completed in a shell. */
export type Completed =
  | "file"
  | "folder"
  | "release"
  | "device"
  | "architecture"
  | "pack"
  | "policy"
  | "set"
  | "path"
  | "shell"
  | "kind";

/** 0: success; 1: findings or a failed evaluation; 2: the request cannot be fulfilled. */
export type ExitCode = 0 | 1 | 2;

export interface OptionSpec {
  /** In commander's syntax: `--format <format>`, `-q, --quiet`. */
  readonly flags: string;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly repeatable?: boolean;
  /** Type of the value, for shell completion. */
  readonly completes?: Completed;
}

export interface Example {
  readonly line: string;
  readonly what: string;
}

/** One call of a command. */
export interface Invocation {
  readonly args: readonly string[];
  /** The arguments after `--`, if the command takes them as flags of `vllm serve`. */
  readonly serveFlags: readonly string[];
  readonly options: Options;
  readonly streams: Streams;
}

/** A call of a command, with what leads to the other commands. */
export interface CommandCall extends Invocation {
  /** Every command, for those that tell of the others. */
  readonly commands: readonly CommandRow[];
  /** Runs another command line and returns its exit code. */
  runLine(words: readonly string[], streams: Streams): Promise<number>;
}
