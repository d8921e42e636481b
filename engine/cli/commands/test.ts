import { testReports, type TestFormat } from "../../report/formats.js";
import { generateCases, testPacks } from "../../testing/test-packs.js";
import { isClean } from "../../testing/tested.js";
import { secondsOf } from "../args/seconds.js";
import type { Command, ExitCode } from "../command.js";
import { choiceOf } from "../load-rules.js";
import { printNotes } from "../output/print-diagnostics.js";
import { startSteps } from "../output/step-progress.js";

export const command: Command = {
  arguments: "[packs...]",
  completes: ["pack"],
  description:
    "Runs test cases and reports coverage gaps: a rule that fires in no case, or stays silent in no case, is a finding. PACKS are names, files or folders; without them, runs all cases, both built-in and the project's own.",
  options: [
    { flags: "--format <format>", help: "output format", choices: Object.keys(testReports) },
    {
      flags: "--mutate",
      help: "also mutate the packs, one small change at a time, and report the mutants that no case catches",
    },
    {
      flags: "--time <seconds>",
      help: "with --mutate or --generate: total time limit for proofs in seconds (default: none)",
    },
    {
      flags: "--generate",
      help: "write missing cases, found by a solver, with their current outcome; with --mutate, also cases that catch more mutants",
    },
  ],
  examples: [
    { line: "fettle test", what: "the cases of all packs" },
    { line: "fettle test acme/memory", what: "the cases of one pack" },
    { line: "fettle test rules --format junit > cases.xml", what: "in CI" },
    { line: "fettle test acme/memory --mutate", what: "mutation testing: how thorough the cases are" },
    { line: "fettle test rules/acme --generate", what: "cases to review and keep" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const steps = startSteps(invocation);
    const chosen = {
      ...choiceOf(invocation),
      packs: args,
      mutate: options.has("mutate"),
      seconds: secondsOf(options, Infinity),
      onProgress: steps.show,
    };
    const tested = await (options.has("generate")
      ? generateCases({ ...chosen, onNote: (note) => printNotes([note], streams) })
      : testPacks(chosen)
    ).finally(steps.clear);
    const print = await testReports[(options.text("format") ?? "text") as TestFormat]();
    await streams.write(
      print(tested, { colors: streams.colors, columns: streams.columns, quiet: options.has("quiet") }),
    );
    return isClean(tested) ? 0 : 1;
  },
};
