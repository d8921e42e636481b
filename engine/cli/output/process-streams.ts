import { plain, type Colors } from "../../report/terminal/style.js";
import { standardOutput } from "./standard-output.js";
import type { Streams } from "./streams.js";
import { terminalColors } from "./terminal-colors.js";

/** Creates the streams of this process, each on first use, since creating one takes time. */
export async function processStreams(): Promise<Streams> {
  let isNoting = false;
  const notes = (): typeof process.stderr => {
    if (!isNoting) process.stderr.on("error", () => {});
    isNoting = true;
    return process.stderr;
  };
  const { write: writeData, terminal } = standardOutput((reason) => {
    notes().write(`error: cannot write to standard output: ${reason}\n`);
    process.once("exit", () => void (process.exitCode = 2));
  });
  const wish = wishForColor(process.env);
  const { colors: colored, show } = terminalColors();
  const colorsOf = (stream: { isTTY?: boolean } | null): Colors => ((wish ?? stream?.isTTY === true) ? colored : plain);
  return {
    write: (text) => writeData(show(text)),
    writeData,
    note: (text) => void notes().write(show(text)),
    showLine: (text) => void notes().write(`\r${show(text)}\u001b[K`),
    get input() {
      return process.stdin;
    },
    colors: colorsOf(terminal),
    get noteColors() {
      return wish === null ? colorsOf(notes()) : colorsOf(null);
    },
    columns: terminal?.isTTY === true ? terminal.columns : null,
    get isNoteTerminal() {
      return notes().isTTY === true;
    },
  };
}

/** The environment's color preference; null to let the terminal decide. */
function wishForColor(env: NodeJS.ProcessEnv): boolean | null {
  if (env["NO_COLOR"]) return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined && forced !== "") return forced !== "0" && forced !== "false";
  return env["TERM"] === "dumb" ? false : null;
}
