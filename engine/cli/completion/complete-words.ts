import { sharedOptions } from "../args/shared-options.js";
import type { Command, CommandRow, Completed, OptionSpec } from "../command.js";
import { candidatesOf, serveCandidates, type Candidate } from "./candidates.js";

/** Completions for the end of a command line; `places` is the kind of path that the shell itself completes. */
export interface Completion {
  readonly candidates: readonly Candidate[];
  readonly places: "file" | "folder" | null;
}

const nothing: Completion = { candidates: [], places: null };

/** Completes the last of the words after `fettle`, which may be empty. */
export async function completeWords(words: readonly string[], commands: readonly CommandRow[]): Promise<Completion> {
  const { before, current, start } = splitLast(words);
  const { name, rest } = withoutName(before);
  const row = commands.find((entry) => entry.name === name);
  if (row === undefined) {
    const isHelp = name === "help";
    if (name !== null && !isHelp) return nothing;
    const spec = valueOf(before, sharedOptions);
    if (spec !== null) return ofKind(spec, { current, start, before });
    const names = commands.map(({ name: value, summary }) => ({ value, about: summary }));
    const help = { value: "help", about: "show help for a command" };
    return matching([...names, ...(isHelp ? [] : [help, ...optionsOf(sharedOptions)])], current);
  }
  const { command } = await row.load();
  const end = rest.indexOf("--");
  if (end >= 0) {
    if (command.takesServeFlags !== true) return nothing;
    const found = await serveCandidates(rest.slice(end + 1), targetIn(before));
    return matching(found, current, start);
  }
  const options = [...command.options, ...sharedOptions];
  const spec = valueOf(rest, options);
  if (spec !== null) return ofKind(spec, { current, start, before });
  if (current.startsWith("-")) {
    const separator = { value: "--", about: "flags of vllm serve follow" };
    return matching([...optionsOf(options), ...(command.takesServeFlags === true ? [separator] : [])], current);
  }
  return ofPosition(command, rest, options, { current, start, before });
}

interface Line {
  readonly current: string;
  /** The prefix that the shell treats as part of the current word: `--format=`. */
  readonly start: string;
  readonly before: readonly string[];
}

/** Splits `--format=j` into an option and the start of its value; bash makes three words of it. */
function splitLast(words: readonly string[]): Line {
  const current = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  if (current === "=") return { current: "", start: "", before };
  if (before.at(-1) === "=") return { current, start: "", before: before.slice(0, -1) };
  const [, option, value] = /^(--[a-z][\w-]*)=(.*)$/.exec(current) ?? [];
  if (option === undefined || value === undefined) return { current, start: "", before };
  return { current: value, start: `${option}=`, before: [...before, option] };
}

/** Splits off the command's name; shared options may precede it. */
function withoutName(words: readonly string[]): { readonly name: string | null; readonly rest: readonly string[] } {
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? "";
    if (valueOf(words.slice(0, index), sharedOptions) === null && !word.startsWith("-"))
      return { name: word, rest: words.toSpliced(index, 1) };
  }
  return { name: null, rest: words };
}

/** The option that expects a value next; null if none does. */
function valueOf(words: readonly string[], options: readonly OptionSpec[]): OptionSpec | null {
  const last = words.at(-1);
  return options.find((spec) => spec.flags.includes("<") && nameOf(spec) === last) ?? null;
}

function nameOf({ flags }: OptionSpec): string {
  return /--[a-z-]+/.exec(flags)?.[0] ?? flags;
}

function optionsOf(options: readonly OptionSpec[]): readonly Candidate[] {
  return [
    ...options.map((spec) => ({ value: nameOf(spec), about: spec.help })),
    { value: "--help", about: "show this help" },
  ];
}

async function ofKind({ choices, completes }: OptionSpec, line: Line): Promise<Completion> {
  if (choices !== undefined)
    return matching(
      choices.map((value) => ({ value, about: "" })),
      line.current,
      line.start,
    );
  return completes === undefined ? nothing : ofCompleted(completes, line);
}

async function ofPosition(
  command: Command,
  rest: readonly string[],
  options: readonly OptionSpec[],
  line: Line,
): Promise<Completion> {
  if (command.arguments === "") return nothing;
  const given = rest.filter((word, index) => !word.startsWith("-") && valueOf(rest.slice(0, index), options) === null);
  const { completes = ["file"] } = command;
  const isOver = given.length >= command.arguments.split(" ").length && !command.arguments.includes("...");
  const kind = completes[Math.min(given.length, completes.length - 1)];
  return isOver || kind === undefined ? nothing : ofCompleted(kind, line);
}

async function ofCompleted(kind: Completed, { current, start, before }: Line): Promise<Completion> {
  if (kind === "file" || kind === "folder") return { candidates: [], places: kind };
  const found = await candidatesOf(kind, { current, before, target: targetIn(before) });
  // A pack may also be given as a file.
  return { ...matching(found, current, start), places: kind === "pack" ? "file" : null };
}

function matching(candidates: readonly Candidate[], current: string, start = ""): Completion {
  const found = candidates.filter(({ value }) => value.startsWith(current));
  return { candidates: found.map(({ value, about }) => ({ value: `${start}${value}`, about })), places: null };
}

/** The release that the line selects. */
function targetIn(words: readonly string[]): string | undefined {
  const at = words.lastIndexOf("--target");
  return at < 0 ? words.findLast((word) => word.startsWith("--target="))?.slice("--target=".length) : words[at + 1];
}
