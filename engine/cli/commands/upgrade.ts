import { failingByDefault, failingKinds, upgradeKinds, type UpgradeKind } from "../../upgrade/upgraded.js";
import { upgradeFleet } from "../../upgrade/upgrade-fleet.js";
import { machineOf } from "../../resolve/machine.js";
import { upgradeReports, type UpgradeFormat } from "../../report/formats.js";
import { plain } from "../../report/terminal/style.js";
import type { Command, ExitCode } from "../command.js";
import { deviceOptions } from "../model/model-options.js";
import { outputsOf, writeOutputs } from "../output/outputs.js";
import { parseFailOn } from "../args/fail-on.js";
import { choiceOf } from "../load-rules.js";
import { deviceOf } from "../model/given-options.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import { startSteps } from "../output/step-progress.js";

const formats = { ".md": "markdown", ".html": "html", ".json": "json", ".txt": "text" } as const satisfies Record<
  string,
  UpgradeFormat
>;
const kinds = Object.keys(upgradeKinds) as UpgradeKind[];
const byDefault = `(default: ${failingByDefault.join(",")})`;

export const command: Command = {
  arguments: "[places...]",
  description:
    "Shows what another release of the serving engine changes for each deployment: fields, logs, failures and flags, the rule or default behind each change, and the flags that preserve current behavior. PLACES are folders and files of deployments: config documents; a model's config.json with a recipe, a `vllm serve` script, or Kubernetes or Compose containers next to it; results of `fettle apply --format json`; or JSON lines; `-` reads standard input. Exits with 1 if there are changes of the kinds that --fail-on lists.",
  options: [
    {
      flags: "--from <release>",
      help: "current release, such as 0.32 (default: from the deployment's image, else the target)",
      completes: "release",
    },
    {
      flags: "--to <release>",
      help: "release to upgrade to (default: the newest known)",
      completes: "release",
    },
    {
      flags: "--fleet <place>",
      help: "deployments, like PLACES; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--models <folder>",
      help: "folder that holds each model's config.json under its id, such as the Hugging Face cache; may be repeated (default: next to each deployment)",
      repeatable: true,
      completes: "folder",
    },
    { flags: "--format <format>", help: "output format", choices: Object.keys(upgradeReports) },
    {
      flags: "--output <file>",
      help: "also write a report; the file extension sets the format: .md, .html, .json, .txt; may be repeated",
      repeatable: true,
      completes: "file",
    },
    {
      flags: "--fail-on <kinds>",
      help: `kinds of changes that fail the command, of ${kinds.join(", ")}; or all, or none ${byDefault}`,
    },
    ...deviceOptions,
  ],
  examples: [
    { line: "fettle upgrade deployments", what: "what the newest release changes" },
    { line: "fettle upgrade --from 0.31 --to 0.33 --fleet deployments", what: "from one release to another" },
    {
      line: "fettle upgrade deployments --output upgrade.html --fail-on failure,flag",
      what: "a page to read; fails only if something does not start",
    },
  ],
  async run(invocation): Promise<ExitCode> {
    const { options, streams } = invocation;
    const outputs = outputsOf(options.list("output"), formats);
    const failOn = parseFailOn(options.text("fail-on"), kinds, failingByDefault, "changes");
    const steps = startSteps(invocation);
    const found = await upgradeFleet({
      ...choiceOf(invocation),
      ...{ from: options.text("from"), to: options.text("to") },
      places: [...invocation.args, ...options.list("fleet")],
      models: options.list("models"),
      ...machineOf(deviceOf(options)),
      streams,
      onProgress: steps.show,
      onFindings: (findings) => printDiagnostics(findings, streams, options.has("quiet")),
    }).finally(() => steps.clear());
    const upgraded = { ...found, failOn };
    await writeOutputs(outputs, async (format) =>
      (await upgradeReports[format]())(upgraded, { colors: plain, columns: null }),
    );
    const report = await upgradeReports[(options.text("format") ?? "text") as UpgradeFormat]();
    await streams.write(report(upgraded, streams));
    return failingKinds(upgraded).length > 0 ? 1 : 0;
  },
};
