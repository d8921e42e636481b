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
    "Runs the cases of packs and tells what they leave unseen. A rule that fires in no case, or stays silent in none, is a finding. PACKS are names, files or folders; without them all cases run, those that come with fettle and the project's own.",
  options: [
    { flags: "--format <format>", help: "how to print the outcome", choices: Object.keys(testReports) },
    {
      flags: "--mutate",
      help: "also put small faults into the packs, one at a time, and tell which of them no case notices",
    },
    {
      flags: "--time <seconds>",
      help: "with --mutate or --generate, how long to look for proofs, all together (default: without limit)",
    },
    {
      flags: "--generate",
      help: "write the cases that are missing, found by a solver, with what comes of them today; with --mutate also those that notice more faults",
    },
  ],
  examples: [
    { line: "fettle test", what: "the cases of all packs" },
    { line: "fettle test acme/memory", what: "those of one pack" },
    { line: "fettle test rules --format junit > cases.xml", what: "for a build server" },
    { line: "fettle test acme/memory --mutate", what: "how good the cases are" },
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
