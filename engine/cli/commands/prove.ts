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
    "Verifies properties of packs for every document that the schema allows, or shows a minimal counterexample: every rule can fire, the team's claims hold, no user-set value is overwritten without a warning, evaluation is idempotent, and which rules commute. PACKS are names, files or folders; without them, verifies all packs and the interactions within the set. A pack that has no rules for the target is verified at the last release for which it has rules. Dead rules and broken claims are findings.",
  options: [
    { flags: "--format <format>", help: "output format", choices: Object.keys(proveReports) },
    {
      flags: "--all-releases",
      help: "verify each pack at every release at which its selection of rules changes",
    },
    { flags: "--timeout <seconds>", help: "time limit per proof in seconds (default: 5)" },
    { flags: "--time <seconds>", help: "total time limit for proofs in seconds (default: none)" },
  ],
  examples: [
    { line: "fettle prove", what: "all packs, and the set" },
    { line: "fettle prove vllm/mamba", what: "one pack" },
    { line: "fettle prove vllm/mamba --all-releases", what: "at every release at which its rules change" },
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
    diagnostic("usage", `invalid value \`${options.text("timeout")}\` for \`--timeout\``, {
      hint: "use a number of seconds, such as 5 or 0.5",
    }),
  ]);
}
