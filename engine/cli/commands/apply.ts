import { FettleError, diagnostic } from "../../common/diagnostic.js";
import { parseStrictJson } from "../../common/strict-json.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { documentFromJson } from "../../common/aliases.js";
import type { EngineAdapter } from "../../common/engine-adapter.js";
import { isModelConfig } from "../../serving/model-files.js";
import { documentChecker } from "../../compiler/check-document.js";
import type { EvaluationFormat } from "../../report/formats.js";
import type { Command, ExitCode, Invocation } from "../command.js";
import { evaluate } from "../../resolve/evaluate.js";
import { printEvaluation } from "../output/print-evaluation.js";
import { loadRules } from "../load-rules.js";
import { nameOf, readText } from "../../workspace/read-input.js";

export const command: Command = {
  arguments: "[document]",
  description:
    "Runs the rules on a config document, as `document` in `fettle resolve --format json`; `-` reads standard input.",
  options: [
    { flags: "--pack <name>", help: "run only this pack, even if it does not match", completes: "pack" },
    { flags: "--format <format>", help: "output format", choices: ["text", "json", "json-patch"] },
    { flags: "--trace", help: "show every rule that was reached, with the values of its conditions" },
    { flags: "--ndjson", help: "read one document per line, and write one result per line" },
    {
      flags: "--jobs <count>",
      help: "with --ndjson: number of threads; 0 or auto means one per core (default: 1)",
    },
  ],
  examples: [
    { line: "fettle apply document.json", what: "what the rules change, and why" },
    { line: "fettle apply - --format json < document.json", what: "the result as data" },
    { line: "fettle apply --ndjson fleet.ndjson > results.ndjson", what: "a result for every line, in order" },
    { line: "fettle apply --ndjson --jobs auto fleet.ndjson > results.ndjson", what: "the same, on all cores" },
  ],
  async run(invocation: Invocation): Promise<ExitCode> {
    const { options, streams, args } = invocation;
    if (options.has("ndjson")) return (await import("../ndjson/apply-lines.js")).applyLines(invocation);
    if (options.text("jobs") !== undefined)
      throw new FettleError([
        diagnostic("usage", "`--jobs` requires `--ndjson`", {
          hint: "add `--ndjson`, and give one document per line",
        }),
      ]);
    const [file] = args;
    if (file === undefined) {
      throw new FettleError([
        diagnostic("usage", "`fettle apply` needs a DOCUMENT", { hint: "name a JSON file, or `-` for standard input" }),
      ]);
    }
    const [program, text] = await Promise.all([loadRules(invocation), readText(file, streams)]);
    const document =
      faultlessDocument(text, program.linked.engine) ??
      (await import("./explain-document.js")).explainDocument(text, nameOf(file), program.linked.engine, invocation);
    const evaluated = evaluate(program, { document, pack: options.text("pack"), trace: options.has("trace") });
    return printEvaluation(evaluated, (options.text("format") ?? "text") as EvaluationFormat, invocation);
  },
};

/** Fast path: most documents are valid, and need none of the code that locates findings. */
function faultlessDocument(text: string, engine: EngineAdapter): JsonObject | null {
  const value = parseStrictJson(text);
  const isFaultless = isObject(value) && !isModelConfig(value, engine) && documentChecker(engine).fitsSchema(value);
  return isFaultless ? documentFromJson(value, engine.alias) : null;
}
