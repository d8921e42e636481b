import { checkReports, type CheckFormat } from "../../report/formats.js";
import { checkRules } from "../../workspace/check-rules.js";
import type { Command, ExitCode } from "../command.js";
import { choiceOf } from "../load-rules.js";
import { printDiagnostics } from "../output/print-diagnostics.js";

export const command: Command = {
  arguments: "[places...]",
  description:
    "Checks packs, cases and sets for mistakes: names, types, operators, expressions, guards, and rules that cannot run or have expired. Without PLACES, checks the project's own rules, or else the built-in ones. Exits with 1 if there is an error; with --strict, also if there is a warning.",
  options: [
    { flags: "--format <format>", help: "output format", choices: Object.keys(checkReports) },
    { flags: "--strict", help: "also exit with 1 if there is a warning" },
    {
      flags: "--today <day>",
      help: "date for judging `expires`, as YYYY-MM-DD (default: today)",
    },
  ],
  examples: [
    { line: "fettle check", what: "the project's own rules" },
    { line: "fettle check rules/acme/memory.pack.json", what: "one file" },
    { line: "fettle check --target vllm@0.21.0 --today 2027-03-01", what: "what will have expired by then" },
    { line: "fettle check --format sarif > findings.sarif", what: "for code scanning" },
    { line: "fettle check --format github", what: "as annotations on a pull request" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const isQuiet = options.has("quiet");
    const checked = await checkRules({ ...choiceOf(invocation), places: args, today: options.text("today") });
    printDiagnostics(checked.unplaced, streams, isQuiet);
    const diagnostics = checked.diagnostics.filter(({ severity }) => severity === "error" || !isQuiet);
    const report = await checkReports[(options.text("format") ?? "text") as CheckFormat]();
    const isSilent = isQuiet && options.text("format") === undefined && diagnostics.length === 0;
    const print = options.text("format") === "github" ? streams.writeData : streams.write;
    if (!isSilent) await print(report({ ...checked, diagnostics }, streams));
    return diagnostics.some(({ severity }) => severity === "error" || (severity === "warning" && options.has("strict")))
      ? 1
      : 0;
  },
};
