import { FettleError, type Diagnostic } from "../../common/diagnostic.js";
import type { Json, JsonObject } from "../../common/json.js";
import { refuseTooLong } from "../../common/too-long.js";
import { plain } from "../../report/terminal/style.js";
import { resultToJson } from "../../compiler/result-to-json.js";
import type { RunOptions } from "../../compiler/make-run.js";
import { load, type Fettle } from "../../load.js";
import { documentFromJson } from "../../common/aliases.js";
import { engines } from "../../packs/engines.js";
import type { LoadOptions } from "../../workspace/load-options.js";
import type { Streams } from "../output/streams.js";
import { dispatch } from "../run.js";

/** A request of the Python package, with a number: a command line, or the evaluation of a document. */
export type Request =
  | { readonly kind: "command"; readonly words: readonly string[]; readonly input: string | null; readonly cwd: string }
  | {
      readonly kind: "evaluate";
      readonly document: JsonObject;
      readonly rules: Pick<LoadOptions, "set" | "target" | "rules">;
      readonly options: RunOptions;
      readonly cwd: string;
    };

/** The response: an answer, a problem of the request, or an internal error. */
export type Response =
  | { readonly kind: "command"; readonly code: number; readonly output: string; readonly notes: string }
  | { readonly kind: "evaluate"; readonly result: Json }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] }
  | { readonly kind: "fault"; readonly message: string };

/** Answers requests sequentially, each as JSON on one line; never throws. */
export function makeAnswer(): (line: string) => Promise<string> {
  const loaded = new Map<string, Promise<Fettle>>();
  const find = (rules: LoadOptions, cwd: string): Promise<Fettle> => {
    const key = JSON.stringify([rules, cwd]);
    const known = loaded.get(key) ?? load(rules);
    loaded.set(key, known);
    // Rules that do not load may have been fixed before the next request.
    known.catch(() => loaded.delete(key));
    return known;
  };
  const answer = async (request: Request): Promise<Response> => {
    process.chdir(request.cwd);
    if (request.kind === "command") return runCommand(request.words, request.input);
    const fettle = await find(request.rules, request.cwd);
    const document = documentFromJson(request.document, engines.vllm.alias);
    const result = resultToJson(document, fettle.evaluate(document, request.options), engines.vllm.alias);
    return { kind: "evaluate", result: result as unknown as Json };
  };
  return async (line) => {
    const { id, ...request } = JSON.parse(line) as Request & { readonly id: number };
    const print = (response: Response): string => JSON.stringify({ id, ...response });
    try {
      return await refuseTooLong(async () => print(await answer(request as Request)));
    } catch (error) {
      if (error instanceof FettleError) return print({ kind: "refused", diagnostics: error.diagnostics });
      return print({ kind: "fault", message: error instanceof Error ? error.message : String(error) });
    }
  };
}

async function runCommand(words: readonly string[], input: string | null): Promise<Response> {
  const [output, notes]: [string[], string[]] = [[], []];
  const decoder = new TextDecoder();
  const streams: Streams = {
    async write(text) {
      output.push(text);
    },
    async writeData(data) {
      output.push(typeof data === "string" ? data : decoder.decode(data));
    },
    note: (text) => void notes.push(text),
    showLine: () => undefined,
    input: inputOf(input ?? ""),
    colors: plain,
    noteColors: plain,
    columns: null,
    isNoteTerminal: false,
  };
  const code = await dispatch(words, streams);
  return { kind: "command", code, output: output.join(""), notes: notes.join("") };
}

async function* inputOf(text: string): AsyncGenerator<Uint8Array> {
  if (text !== "") yield new TextEncoder().encode(text);
}
