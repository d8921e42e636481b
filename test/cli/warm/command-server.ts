import { run } from "../../../engine/cli/run.js";
import { shareMemory } from "../../../engine/workspace/shared-memory.js";
import { terminalColors } from "../../../engine/cli/output/terminal-colors.js";
import { plain } from "../../../engine/report/terminal/style.js";

/** A command line to run in a folder. */
export interface Request {
  readonly words: readonly string[];
  readonly input: Uint8Array;
  readonly cwd: string;
}

/** What it printed: to standard output, to standard error, and to both in the order of writing. */
export interface Response {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly all: string;
}

/** Runs one command line in this process as `main.ts` does in its own, with streams that are not terminals. */
async function answer({ words, input, cwd }: Request): Promise<Response> {
  process.chdir(cwd);
  const printed: { readonly to: "out" | "err"; readonly bytes: Uint8Array }[] = [];
  const { show } = terminalColors();
  const writeData = async (data: string | Uint8Array): Promise<void> =>
    void printed.push({ to: "out", bytes: typeof data === "string" ? Buffer.from(data) : data.slice() });
  const code = await run(words, {
    ...{ writeData, write: (text) => writeData(show(text)) },
    ...{ note: (text) => void printed.push({ to: "err", bytes: Buffer.from(show(text)) }) },
    ...{ showLine: () => undefined, input: chunksOf(input) },
    ...{ colors: plain, noteColors: plain, columns: null, isNoteTerminal: false },
  });
  const textOf = (chunks: typeof printed) => Buffer.concat(chunks.map(({ bytes }) => bytes)).toString();
  const [out, err] = (["out", "err"] as const).map((name) => textOf(printed.filter(({ to }) => to === name)));
  return { code, out: out!, err: err!, all: textOf(printed) };
}

async function* chunksOf(input: Uint8Array): AsyncGenerator<Uint8Array> {
  if (input.length > 0) yield input;
}

shareMemory();
process.on("message", async (request: Request) => {
  process.send?.(await answer(request));
});
