import { diagnostic, FettleError } from "../../common/diagnostic.js";
import type { EvaluationFormat } from "../../report/formats.js";
import { resolveModel } from "../../resolve/resolve-model.js";
import { resolveOptionsOf } from "../model/given-options.js";
import type { Command } from "../command.js";
import { modelOptions } from "../model/model-options.js";
import type { Options } from "../args/options.js";
import { printEvaluation } from "../output/print-evaluation.js";

export const command: Command = {
  arguments: "[model]",
  description:
    "Shows the configuration that vLLM will run a model and its flags with: what it comes to, which settings change, by which rule, and why. Exits with 1 where it does not start. MODEL is a Hugging Face config.json, the folder that holds it, an id in its local cache, or a manifest of a deployment; the flags of `vllm serve` go after `--`.",
  options: [
    {
      flags: "--format <format>",
      help: "how to print the result",
      choices: ["text", "json", "json-patch", "serve-args", "serve-config", "helm-values", "kubernetes-patch"],
    },
    { flags: "--changed", help: "list each field that differs from the release's defaults, with its origin" },
    { flags: "--document", help: "show the whole resolved document, each field with its origin" },
    { flags: "--patch", help: "the changes as a JSON Patch; short for `--format json-patch`" },
    { flags: "--pin", help: "flags that pin what was resolved; short for `--format serve-args`" },
    { flags: "--pin-all", help: "pin also what else differs from the release's defaults; with any format of pins" },
    { flags: "--strict", help: "exit with 1 where there is a warning, too" },
    { flags: "--trace", help: "show every rule that was reached, with its conditions' values" },
    ...modelOptions,
    { flags: "--list-choices", help: "show what the recipe lets one choose" },
  ],
  examples: [
    { line: "fettle resolve ./gemma-4 -- --max-model-len 32k", what: "what the rules change, and why" },
    {
      line: "fettle resolve ./gemma-4 -- vllm serve google/gemma-4-31B-it --port 8000",
      what: "the same for a command as it is deployed",
    },
    {
      line: "fettle resolve ./gemma-4 --recipe gemma-4-31B-it.yaml --feature spec_decoding",
      what: "the flags of a recipe",
    },
    {
      line: "fettle resolve ./gemma-4 --pin",
      what: "flags to add, so that the next release cannot choose differently",
    },
    {
      line: "fettle resolve ./gemma-4 --pin-all --format serve-config > vllm.yaml",
      what: "all that is not a default, for `vllm serve --config`",
    },
    {
      line: "fettle resolve ./gemma-4 --format kubernetes-patch -- --port 8000",
      what: "a patch of a Deployment; or `helm-values`",
    },
  ],
  takesServeFlags: true,
  async run(invocation) {
    const { options, args } = invocation;
    if (options.has("list-choices")) return (await import("../model/list-choices.js")).listChoices(invocation);
    const format = formatOf(options);
    const { evaluated, findings, starts } = await resolveModel(resolveOptionsOf(invocation, args[0]), {
      trace: options.has("trace"),
      fields: options.has("document") ? "all" : options.has("changed") ? "changed" : "none",
      pinAll: options.has("pin-all"),
    });
    const code = await printEvaluation(evaluated, format, invocation);
    const isStrict = options.has("strict") && findings.some(({ severity }) => severity === "warning");
    return starts && !isStrict ? code : 1;
  },
};

const ofPins: ReadonlySet<EvaluationFormat> = new Set([
  "serve-args",
  "serve-config",
  "helm-values",
  "kubernetes-patch",
]);

/** Returns the one format that the options select. */
function formatOf(options: Options): EvaluationFormat {
  const named = options.text("format");
  const formats = [
    ...(named === undefined ? [] : [named]),
    ...(options.has("patch") ? ["json-patch"] : []),
    ...(options.has("pin") ? ["serve-args"] : []),
  ];
  const [format = options.has("pin-all") ? "serve-args" : "text", ...others] = new Set(
    formats,
  ) as Set<EvaluationFormat>;
  if (options.has("pin-all") && !ofPins.has(format)) {
    throw new FettleError([
      diagnostic("usage", `\`--pin-all\` and the format ${format} do not go together`, {
        hint: `leave out one of them, or write \`--format ${[...ofPins].join("|")}\``,
      }),
    ]);
  }
  if (others.length === 0) return format;
  const hint = "standard output takes one; run it once for each";
  throw new FettleError([
    diagnostic("usage", `two formats are asked for: ${[format, ...others].join(" and ")}`, { hint }),
  ]);
}
