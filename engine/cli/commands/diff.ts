import { diffRules } from "../../diff/diff-rules.js";
import { isHarmless } from "../../diff/differed.js";
import { diffReports, type DiffFormat } from "../../report/formats.js";
import { secondsOf } from "../args/seconds.js";
import type { Command, ExitCode } from "../command.js";
import { choiceOf } from "../load-rules.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import { startSteps } from "../output/step-progress.js";

export const command: Command = {
  arguments: "[base] [head]",
  description:
    "Compares two versions of the rules: lists the rules that changed, and shows a witness for each difference in behavior or proves that there is none. BASE and HEAD are git revisions, rule folders, or targets such as vllm@0.33; HEAD defaults to the working tree, BASE to the last commit. Exits with 1 if behavior differs or is not proved equivalent.",
  options: [
    {
      flags: "--fleet <place>",
      help: "documents to compare: a folder, a file, or JSON lines; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--time <seconds>",
      help: "time limit for proofs in seconds, over all packs and releases (default: 60)",
    },
    { flags: "--format <format>", help: "output format", choices: Object.keys(diffReports) },
  ],
  examples: [
    { line: "fettle diff", what: "what the changes since the last commit do" },
    {
      line: "fettle diff origin/main HEAD --fleet deployments",
      what: "what a pull request changes, and for which deployments",
    },
    { line: "fettle diff vllm@0.32 vllm@0.33", what: "what changes between two releases" },
    {
      line: "fettle diff old-rules new-rules --format markdown",
      what: "two folders, as a pull request comment",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const steps = startSteps(invocation);
    const differed = await diffRules({
      ...choiceOf(invocation),
      base: args[0],
      head: args[1],
      fleet: options.list("fleet"),
      seconds: secondsOf(options),
      onProgress: steps.show,
      onFindings: (findings) => printDiagnostics(findings, streams, options.has("quiet")),
    }).finally(steps.clear);
    const report = await diffReports[(options.text("format") ?? "text") as DiffFormat]();
    await streams.write(report(differed, streams));
    return isHarmless(differed) ? 0 : 1;
  },
};
