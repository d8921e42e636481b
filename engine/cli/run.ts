import { diagnostic, FettleError, type Diagnostic } from "../common/diagnostic.js";
import { itemAt } from "../common/must.js";
import { didYouMean } from "../common/nearest.js";
import { refuseTooLong } from "../common/too-long.js";
import { commands } from "./commands.js";
import { sharedOptions } from "./args/shared-options.js";
import { ClosedOutput, type Streams } from "./output/streams.js";

/** Exit code of an internal error, from sysexits.h. */
const internalFault = 70;

/** Runs one command line and returns its exit code; never throws. */
export async function run(words: readonly string[], streams: Streams): Promise<number> {
  try {
    return await dispatch(words, streams);
  } catch (error) {
    if (error instanceof ClosedOutput) return 0;
    if (error instanceof FettleError) {
      const { printDiagnostics } = await import("./output/print-diagnostics.js");
      printDiagnostics(error.diagnostics, streams);
      return isStartRefused(error.diagnostics) ? 1 : 2;
    }
    reportFault(error, streams);
    return internalFault;
  }
}

/** Whether the call itself is valid, but vLLM rejects its subject. */
function isStartRefused(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.every(({ severity, code }) => severity !== "error" || code === "start-refused");
}

/** Runs one command line. @throws FettleError if the request cannot be fulfilled, or its result is too long. */
export function dispatch(words: readonly string[], streams: Streams): Promise<number> {
  return refuseTooLong(() => runCommand(words, streams));
}

async function runCommand(words: readonly string[], streams: Streams): Promise<number> {
  const { name, rest } = splitName(words);
  if (name === null || name === "help") return help(rest, streams, name === null);
  const row = commands.find((entry) => entry.name === name);
  if (row === undefined) {
    const hint =
      didYouMean(
        name,
        commands.map((entry) => entry.name),
      ) ?? "run `fettle --help` to list the commands";
    throw new FettleError([diagnostic("usage", `unknown command \`${name}\``, { hint })]);
  }
  const [{ parse }, { command }] = await Promise.all([import("./args/parse.js"), row.load()]);
  const parsed = await parse(name, command, rest);
  if (typeof parsed === "string") {
    await streams.write(parsed);
    return 0;
  }
  return command.run({ ...parsed, streams, commands, runLine: run });
}

/** Splits off the command's name; shared options may precede it. */
function splitName(words: readonly string[]): { readonly name: string | null; readonly rest: readonly string[] } {
  const withValue = new Set(
    sharedOptions.filter(({ flags }) => flags.includes("<")).map(({ flags }) => flags.split(" ")[0]),
  );
  for (let index = 0; index < words.length; index++) {
    const word = itemAt(words, index);
    if (withValue.has(word)) index++;
    else if (!word.startsWith("-")) return { name: word, rest: words.toSpliced(index, 1) };
  }
  return { name: null, rest: words };
}

async function help(rest: readonly string[], streams: Streams, isBare: boolean): Promise<number> {
  const [{ helpText }, { version }] = await Promise.all([import("./args/help.js"), import("../common/version.js")]);
  const [first] = rest;
  if (isBare && (first === "--version" || first === "-V")) {
    await streams.write(`${version()}\n`);
    return 0;
  }
  if (!isBare && first !== undefined) return dispatch([first, "--help"], streams);
  if (!isBare || first === "--help" || first === "-h") {
    await streams.write(helpText(commands));
    return 0;
  }
  if (first === undefined) {
    streams.note(helpText(commands));
    return 2;
  }
  throw new FettleError([
    diagnostic("usage", `no command given before \`${first}\``, { hint: "run `fettle --help` to list the commands" }),
  ]);
}

function reportFault(error: unknown, streams: Streams): void {
  const fault = error instanceof Error ? error : new Error(String(error));
  const line = fault.message.split("\n")[0];
  streams.note(
    `fettle: internal error: ${line} (this is a bug in fettle; please report it with the command you ran; FETTLE_DEBUG=1 shows the stack)\n`,
  );
  if (process.env["FETTLE_DEBUG"] === "1") streams.note(`${fault.stack}\n`);
}
