import { FettleError, diagnostic } from "../base/diagnostic.js";
import { isObject, type JsonObject } from "../base/json.js";
import type { JsonSource } from "../base/read-json.js";
import { checkDocument } from "../program/check-document.js";
import type { EvaluationFormat } from "../report/index.js";
import type { Command, ExitCode, Invocation } from "./command.js";
import { evaluate, report } from "./evaluate.js";
import { loadRules } from "./load-rules.js";
import { printDiagnostics } from "./print-diagnostics.js";
import { isModelConfig } from "./find-model.js";
import { readJsonInput } from "./read-input.js";

export const command: Command = {
  arguments: "[document]",
  description: "Runs the rules over a config document, as `fettle resolve --document` makes them; `-` reads standard input.",
  options: [
    { flags: "--pack <name>", help: "run this pack alone, whatever it matches" },
    { flags: "--format <format>", help: "how to print the result", choices: ["text", "json", "json-patch"] },
    { flags: "--trace", help: "show every rule that was reached, with its conditions' values" },
    { flags: "--ndjson", help: "read one document a line, and write one result a line" },
    { flags: "--jobs <count>", help: "with --ndjson: threads to spread the lines over; 0 or auto is one for each core (default: 1)" },
  ],
  examples: [
    { line: "fettle apply document.json", what: "what the rules change, and why" },
    { line: "fettle apply - --format json < document.json", what: "the result as data" },
    { line: "fettle apply --ndjson fleet.ndjson > results.ndjson", what: "a result for every line, in order" },
    { line: "fettle apply --ndjson --jobs auto fleet.ndjson > results.ndjson", what: "the same, with every core" },
  ],
  async run(invocation: Invocation): Promise<ExitCode> {
    const { options, streams, args } = invocation;
    if (options.has("ndjson")) return (await import("./apply-lines.js")).applyLines(invocation);
    if (options.text("jobs") !== undefined) throw new FettleError([diagnostic("usage", "`--jobs` is for many documents", { hint: "write `--ndjson` as well, and give one document a line" })]);
    const [file] = args;
    if (file === undefined) {
      throw new FettleError([diagnostic("usage", "`fettle apply` needs a DOCUMENT", { hint: "name a JSON file, or `-` for standard input" })]);
    }
    const [program, source] = await Promise.all([loadRules(invocation), readJsonInput(file, streams)]);
    const document = requireDocument(source);
    const findings = checkDocument(source);
    if (findings.some(({ severity }) => severity === "error")) throw new FettleError(findings);
    printDiagnostics(findings, streams, options.has("quiet"));
    const evaluated = evaluate(program, { document, pack: options.text("pack"), trace: options.has("trace") });
    return report(evaluated, (options.text("format") ?? "text") as EvaluationFormat, invocation);
  },
};

/** @throws FettleError where a file holds no object, or the config.json of a model. */
export function requireDocument({ value, file, locate }: JsonSource): JsonObject {
  if (!isObject(value)) {
    const hint = "a config document is an object with sections such as `model_config`";
    throw new FettleError([diagnostic("not-an-object", "the document is no object", { file, ...locate(""), hint })]);
  }
  if (isModelConfig(value)) {
    const hint = `\`fettle resolve ${file ?? "MODEL"}\` makes a config document of it`;
    throw new FettleError([diagnostic("document-type", "this is a model's config.json, not a config document", { file, hint })]);
  }
  return value;
}
