import type { Diagnostic } from "../../common/diagnostic.js";
import { FettleError } from "../../common/diagnostic.js";
import { loadProgram } from "../../workspace/load-program.js";
import { shippedRules } from "../../workspace/shipped-rules.js";
import { checkReports, type CheckFormat } from "../../report/checked.js";
import type { Command, ExitCode } from "../command.js";
import { version } from "../version.js";
import { lineReader } from "../ndjson/line-reader.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import { rulesChosen, targetOf } from "../load-rules.js";
import { findProject } from "../project.js";
import { findPlaces } from "../rule-places.js";
import { systemDay } from "../../workspace/system-day.js";

export const command: Command = {
  arguments: "[places...]",
  description:
    "Checks packs, cases and sets: names, types, operators, expressions, guards, rules that cannot run or have expired. Without PLACES, checks the project's own rules, else those that come with fettle. Exits with 1 where there is an error; with --strict also where there is a warning.",
  options: [
    { flags: "--format <format>", help: "how to print the findings", choices: Object.keys(checkReports) },
    { flags: "--strict", help: "exit with 1 where there is a warning, too" },
    {
      flags: "--today <day>",
      help: "the day by which `expires` is judged, as YYYY-MM-DD (default: that of the system)",
    },
  ],
  examples: [
    { line: "fettle check", what: "the project's own rules" },
    { line: "fettle check rules/acme/memory.pack.json", what: "one file" },
    { line: "fettle check --target vllm@0.21.0 --today 2027-03-01", what: "what will have expired by then" },
    { line: "fettle check --format sarif > findings.sarif", what: "for code scanning" },
    { line: "fettle check --format github", what: "beside the lines of a pull request" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const chosen = rulesChosen(invocation, await findProject());
    const own = [chosen.rules ?? []].flat();
    const named = args.length > 0 ? args : own.length > 0 ? own : [shippedRules];
    const places = await findPlaces(named);
    const { program, diagnostics: all } = await loadProgram({
      ...chosen,
      rules: [...own, ...places.rules],
      thorough: true,
      today: options.text("today") ?? systemDay(),
    });
    const unplaced = all.filter(({ file }) => file === null);
    if (unplaced.some(({ severity }) => severity === "error")) throw new FettleError(unplaced);
    printDiagnostics(unplaced, streams, options.has("quiet"));
    const found = all.filter(
      ({ file, severity }) => file !== null && places.has(file) && (severity === "error" || !options.has("quiet")),
    );
    const diagnostics = found.toSorted(byPlace);
    const report = await checkReports[(options.text("format") ?? "text") as CheckFormat]();
    const files = Object.keys(places.files);
    const isSilent = options.has("quiet") && options.text("format") === undefined && diagnostics.length === 0;
    const print = options.text("format") === "github" ? streams.writeData : streams.write;
    const target = program === null ? null : targetOf(program);
    if (!isSilent) await print(report({ diagnostics, target, files, line: lineReader(), version: version() }, streams));
    return diagnostics.some(({ severity }) => severity === "error" || (severity === "warning" && options.has("strict")))
      ? 1
      : 0;
  },
};

function byPlace(left: Diagnostic, right: Diagnostic): number {
  if (left.file !== right.file) return left.file! < right.file! ? -1 : 1;
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}
