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
    "Holds deployments to launch checks and policies, each at its own release. PLACES are folders and files: manifests of Kubernetes, KServe and LeaderWorkerSet, values of production-stack and llm-d, Compose, Ray Serve LLM, files of `vllm serve --config`, shell scripts, Dockerfiles, recipes, config documents; `-` is standard input, such as a rendered chart. Exits with 1 where a deployment does not start or violates a policy.",
  options: [
    {
      flags: "--policy <name>",
      help: "a policy to hold deployments to, or a vendor of policies, such as acme; may be repeated (default: all that are loaded)",
      repeatable: true,
      completes: "pack",
    },
    {
      flags: "--models <folder>",
      help: "where the config.json of models lie by their ids, such as the cache of Hugging Face; may be repeated (default: beside what serves them)",
      repeatable: true,
      completes: "folder",
    },
    {
      flags: "--fail-on <severity>",
      help: "the least severity of violations that counts (default: error)",
      choices: [...severities, "none"],
    },
    { flags: "--format <format>", help: "what to print", choices: Object.keys(auditReports) },
    {
      flags: "--output <file>",
      help: "also write a file, in the format that its ending says: .md, .html, .sarif, .xml (JUnit), .json, .txt; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--today <day>",
      help: "the day by which exceptions are judged, as YYYY-MM-DD (default: that of the system)",
    },
    ...deviceOptions,
  ],
  examples: [
    { line: "fettle audit deployments", what: "every deployment below a folder" },
    { line: "helm template release chart | fettle audit -", what: "a rendered chart" },
    { line: "fettle audit deployments --policy acme --fail-on warning", what: "a team's own policies, strictly" },
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
      onProgress: (done, all) => steps.show(`${done} of ${all} deployments`),
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
