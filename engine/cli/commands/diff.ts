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
    "Compares two versions of the rules: which rules changed, and what differs for which document, or a proof that nothing does. BASE and HEAD are revisions of git, folders of rules, or targets such as vllm@0.33; without HEAD, the rules as they are now, and without BASE, the last commit. Exits with 1 where the behavior differs or is not proved to be the same.",
  options: [
    {
      flags: "--fleet <place>",
      help: "documents to compare: a folder, a file, or JSON lines; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--time <seconds>",
      help: "how long to look for proofs, of all packs and releases together (default: 60)",
    },
    { flags: "--format <format>", help: "how to print the difference", choices: Object.keys(diffReports) },
  ],
  examples: [
    { line: "fettle diff", what: "what the changes since the last commit do" },
    {
      line: "fettle diff origin/main HEAD --fleet deployments",
      what: "what a pull request does, and to which deployments",
    },
    { line: "fettle diff vllm@0.32 vllm@0.33", what: "what the rules for another release do" },
    {
      line: "fettle diff old-rules new-rules --format markdown",
      what: "two folders, for the conversation of a pull request",
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
