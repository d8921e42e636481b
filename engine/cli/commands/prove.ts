import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { hasFindings } from "../../proofs/proved.js";
import { proveRules } from "../../proofs/prove-rules.js";
import { proveReports, type ProveFormat } from "../../report/formats.js";
import type { Options } from "../args/options.js";
import { secondsOf } from "../args/seconds.js";
import type { Command, ExitCode } from "../command.js";
import { choiceOf } from "../load-rules.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import { startSteps } from "../output/step-progress.js";

export const command: Command = {
  arguments: "[packs...]",
  completes: ["pack"],
  description:
    "Proves what packs do with every document that the schema allows, or shows the smallest one that they do not: that every rule can fire, that the team's claims hold, that no value a user has set is overwritten without a warning, that idempotent: re-evaluating the result changes nothing, and which rules may be swapped. PACKS are names, files or folders; without them all packs are proved, and what those of the set do to each other. A pack that has no rules for the target is proved for the last release that has. A dead rule and a broken claim are findings.",
  options: [
    { flags: "--format <format>", help: "how to print the proofs", choices: Object.keys(proveReports) },
    {
      flags: "--all-releases",
      help: "prove each pack for one release of every choice that version ranges make of its rules",
    },
    { flags: "--timeout <seconds>", help: "how long to think about one question (default: 5)" },
    { flags: "--time <seconds>", help: "how long to look for proofs, all together (default: without limit)" },
  ],
  examples: [
    { line: "fettle prove", what: "all packs, and the set" },
    { line: "fettle prove vllm/mamba", what: "one pack" },
    { line: "fettle prove vllm/mamba --all-releases", what: "at every release from which its rules are others" },
    { line: "fettle prove rules --format markdown > proofs.md", what: "for a pull request" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const steps = startSteps(invocation);
    const proofs = await proveRules({
      ...choiceOf(invocation),
      packs: args,
      allReleases: options.has("all-releases"),
      secondsPerQuestion: secondsPerQuestion(options),
      seconds: secondsOf(options, Infinity),
      onProgress: steps.show,
    }).finally(steps.clear);
    const report = await proveReports[(options.text("format") ?? "text") as ProveFormat]();
    await streams.write(
      report(proofs, { colors: streams.colors, columns: streams.columns, quiet: options.has("quiet") }),
    );
    printDiagnostics(proofs.unlinked, streams);
    return hasFindings(proofs) ? 1 : 0;
  },
};

function secondsPerQuestion(options: Options): number {
  const seconds = Number(options.text("timeout") ?? 5);
  if (seconds > 0) return seconds;
  throw new FettleError([
    diagnostic("usage", `\`${options.text("timeout")}\` is not a number of seconds`, { hint: "write it as 5 or 0.5" }),
  ]);
}
