import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { isObject, type JsonObject } from "../../common/json.js";
import { documentFromJson } from "../../common/shared-text-config.js";
import { isModelConfig } from "../../vllm/files/model-config.js";
import { checkDocument } from "../../compiler/check-document.js";
import type { Evaluated } from "../../explain/evaluated.js";
import type { Command, ExitCode, Invocation } from "../command.js";
import { evaluate } from "./evaluate.js";
import { isDirectory } from "../../workspace/is-directory.js";
import { parseFieldPath, requireField } from "../args/field-argument.js";
import { loadRules, loadWholeSet } from "../load-rules.js";
import { targetText } from "../../packs/target.js";
import { fromManifest } from "../model/from-manifest.js";
import { modelOptions } from "../model/model-options.js";
import { readJsonInput } from "../../workspace/read-input.js";

export const command: Command = {
  arguments: "<path> [source]",
  description:
    "Tells what became of one field: its value and where that comes from, each rule that moved it and why, and each rule that could have but did not, with what stopped it. SOURCE is a config document, a model's config.json, the folder that holds one, or a manifest of a deployment; the flags of `vllm serve` go after `--`.",
  options: [
    { flags: "--format <format>", help: "how to print it", choices: ["text", "json"] },
    { flags: "--pack <name>", help: "run this pack alone, whatever it matches" },
    ...modelOptions,
  ],
  examples: [
    { line: "fettle why attention_config.backend document.json", what: "in a config document" },
    { line: "fettle why attention_config.backend ./gemma-4 -- --max-model-len 32k", what: "for a model and its flags" },
  ],
  takesServeFlags: true,
  async run(given): Promise<ExitCode> {
    const invocation = await fromManifest(given, 1);
    const { args, options, streams } = invocation;
    const path = parseFieldPath(args[0]!);
    const evaluated = await evaluateSource(args[1], invocation);
    requireField(path, evaluated);
    const { explainField } = await import("../../explain/explain-field.js");
    const history = explainField(path, evaluated);
    if (options.text("format") === "json") await streams.write(`${JSON.stringify(history, null, 2)}\n`);
    else
      await streams.write(
        (await import("../../report/why/text.js")).fieldText(history, targetText(evaluated.rules.target), streams),
      );
    return evaluated.result.ok ? 0 : 1;
  },
};

/** Evaluates a config document, which need not be whole, or the one that a model and its flags come to. */
async function evaluateSource(source: string | undefined, invocation: Invocation): Promise<Evaluated> {
  const pack = invocation.options.text("pack");
  const given = await readDocument(source, invocation);
  if (given !== null) return evaluate(await loadRules(invocation), { document: given, pack });
  const { program } = await loadWholeSet(invocation);
  const { buildModel } = await import("../model/build-model.js");
  const built = await buildModel(invocation, source, program.linked.target);
  return evaluate(program, { document: built.document, pack, built });
}

/** The config document in a file; null where it is a model that has to be made one. */
async function readDocument(
  source: string | undefined,
  { streams, serveFlags }: Invocation,
): Promise<JsonObject | null> {
  if (source === undefined || (source !== "-" && (await isDirectory(source)))) return null;
  const read = await readJsonInput(source, streams);
  const { value, file } = read;
  if (isObject(value) && isModelConfig(value)) return null;
  if (!isObject(value))
    throw new FettleError([
      diagnostic("not-an-object", "the document is no object", {
        file,
        hint: "name a config document, or a model's config.json",
      }),
    ]);
  if (serveFlags.length > 0) {
    const hint =
      "a config document holds what its flags came to: name the model's config.json instead, or leave the flags out";
    throw new FettleError([diagnostic("usage", `\`${source}\` is a config document, which takes no flags`, { hint })]);
  }
  const findings = checkDocument(read).filter(({ severity }) => severity === "error");
  if (findings.length > 0) throw new FettleError(findings);
  return documentFromJson(value);
}
