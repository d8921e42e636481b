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
    "Shows the configuration that vLLM resolves for a model and its flags: the result, the settings that change, the rules that change them, and why. Exits with 1 if vLLM would not start. MODEL is a Hugging Face config.json, the folder that holds it, an id in the local Hugging Face cache, or a deployment manifest; put `vllm serve` flags after `--`.",
  options: [
    {
      flags: "--format <format>",
      help: "output format",
      choices: ["text", "json", "json-patch", "serve-args", "serve-config", "helm-values", "kubernetes-patch"],
    },
    { flags: "--changed", help: "list each field that differs from the release's defaults, with its origin" },
    { flags: "--document", help: "show the whole resolved document, each field with its origin" },
    { flags: "--patch", help: "print the changes as a JSON Patch; short for `--format json-patch`" },
    { flags: "--pin", help: "print flags that pin the resolved values; short for `--format serve-args`" },
    {
      flags: "--pin-all",
      help: "also pin everything else that differs from the release's defaults; works with every format of pins",
    },
    { flags: "--strict", help: "also exit with 1 if there is a warning" },
    { flags: "--trace", help: "show every rule that was reached, with the values of its conditions" },
    ...modelOptions,
    { flags: "--list-choices", help: "list the choices that the recipe offers" },
  ],
  examples: [
    { line: "fettle resolve ./gemma-4 -- --max-model-len 32k", what: "what the rules change, and why" },
    {
      line: "fettle resolve ./gemma-4 -- vllm serve google/gemma-4-31B-it --port 8000",
      what: "the same for a deployed command line",
    },
    {
      line: "fettle resolve ./gemma-4 --recipe gemma-4-31B-it.yaml --feature spec_decoding",
      what: "with the flags of a recipe",
    },
    {
      line: "fettle resolve ./gemma-4 --pin",
      what: "flags to add, so that the next release cannot choose differently",
    },
    {
      line: "fettle resolve ./gemma-4 --pin-all --format serve-config > vllm.yaml",
      what: "everything that is not a default, for `vllm serve --config`",
    },
    {
      line: "fettle resolve ./gemma-4 --format kubernetes-patch -- --port 8000",
      what: "a patch for a Deployment; also `helm-values`",
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
      diagnostic("usage", `\`--pin-all\` cannot be combined with \`--format ${format}\``, {
        hint: `remove one of them, or use \`--format ${[...ofPins].join("|")}\``,
      }),
    ]);
  }
  if (others.length === 0) return format;
  const hint = "run the command once for each format";
  throw new FettleError([
    diagnostic("usage", `conflicting output formats: ${[format, ...others].join(" and ")}`, { hint }),
  ]);
}
