import { auditFleet } from "../../audit/audit-fleet.js";
import { hasFailures } from "../../audit/audited.js";
import { auditReports, type AuditFormat } from "../../report/formats.js";
import { plain } from "../../report/terminal/style.js";
import type { Severity } from "../../generated/policy.js";
import type { Command, ExitCode } from "../command.js";
import { choiceOf } from "../load-rules.js";
import { machineOf } from "../../resolve/machine.js";
import { deviceOf } from "../model/given-options.js";
import { deviceOptions } from "../model/model-options.js";
import { outputsOf, writeOutputs } from "../output/outputs.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import { startSteps } from "../output/step-progress.js";

const formats = {
  ".md": "markdown",
  ".html": "html",
  ".sarif": "sarif",
  ".xml": "junit",
  ".json": "json",
  ".txt": "text",
} as const satisfies Record<string, AuditFormat>;

const severities = ["error", "warning", "note"] as const satisfies readonly Severity[];

export const command: Command = {
  arguments: "[places...]",
  description:
    "Checks deployments against launch checks and policies, each at its own release. PLACES are folders and files: manifests for Kubernetes, KServe and LeaderWorkerSet, Helm values for production-stack and llm-d, Compose files, Ray Serve LLM configs, files for `vllm serve --config`, shell scripts, Dockerfiles, recipes and config documents; `-` reads standard input, such as a rendered chart. Exits with 1 if a deployment does not start or violates a policy.",
  options: [
    {
      flags: "--policy <name>",
      help: "policy to check, or a vendor of policies, such as acme; may be repeated (default: all loaded policies)",
      repeatable: true,
      completes: "policy",
    },
    {
      flags: "--models <folder>",
      help: "folder that holds each model's config.json under its id, such as the Hugging Face cache; may be repeated (default: next to each deployment)",
      repeatable: true,
      completes: "folder",
    },
    {
      flags: "--fail-on <severity>",
      help: "lowest severity of violations that fails the audit (default: error)",
      choices: [...severities, "none"],
    },
    { flags: "--format <format>", help: "output format", choices: Object.keys(auditReports) },
    {
      flags: "--output <file>",
      help: "also write a report; the file extension sets the format: .md, .html, .sarif, .xml (JUnit), .json, .txt; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--today <day>",
      help: "date for judging exceptions, as YYYY-MM-DD (default: today)",
    },
    ...deviceOptions,
  ],
  examples: [
    { line: "fettle audit deployments", what: "every deployment in a folder" },
    { line: "helm template release chart | fettle audit -", what: "a rendered chart" },
    {
      line: "fettle audit deployments --policy acme --fail-on warning",
      what: "your team's policies only, failing on warnings too",
    },
    { line: "fettle audit deployments --output audit.html --format github", what: "for a pull request" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { options, streams } = invocation;
    const outputs = outputsOf(options.list("output"), formats);
    const least = (options.text("fail-on") ?? "error") as Severity | "none";
    const failOn = least === "none" ? [] : severities.slice(0, severities.indexOf(least) + 1);
    const steps = startSteps(invocation);
    const { warnings, ...found } = await auditFleet({
      ...choiceOf(invocation),
      places: invocation.args,
      models: options.list("models"),
      policies: options.list("policy"),
      today: options.text("today"),
      ...machineOf(deviceOf(options)),
      streams,
      onProgress: steps.show,
    }).finally(() => steps.clear());
    printDiagnostics(warnings, streams, options.has("quiet"));
    const audited = { ...found, failOn };
    await writeOutputs(outputs, async (format) =>
      (await auditReports[format]())(audited, { colors: plain, columns: null }),
    );
    const report = await auditReports[(options.text("format") ?? "text") as AuditFormat]();
    const print = options.text("format") === "github" ? streams.writeData : streams.write;
    await print(report(audited, streams));
    return hasFailures(audited) ? 1 : 0;
  },
};
