import { firstOf } from "../../common/must.js";
import type { Command, ExitCode } from "../command.js";
import { evaluate } from "../../resolve/evaluate.js";
import { parseFieldPath, requireField } from "../args/field-argument.js";
import { modelOptions } from "../model/model-options.js";
import { readSource } from "../model/read-source.js";

export const command: Command = {
  arguments: "<path> [source]",
  description:
    "Explains one field: its value and origin, each rule that changed it and why, and each rule that could have changed it but did not, with what stopped it. SOURCE is a config document, a model's config.json, the folder that holds one, or a deployment manifest; put `vllm serve` flags after `--`.",
  options: [
    { flags: "--format <format>", help: "output format", choices: ["text", "json"] },
    { flags: "--pack <name>", help: "run only this pack, even if it does not match", completes: "pack" },
    ...modelOptions,
  ],
  examples: [
    { line: "fettle why attention_config.backend document.json", what: "in a config document" },
    { line: "fettle why attention_config.backend ./gemma-4 -- --max-model-len 32k", what: "for a model and its flags" },
  ],
  completes: ["path", "file"],
  takesServeFlags: true,
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const { program, document, built } = await readSource(args[1], invocation);
    const path = parseFieldPath(firstOf(args), program.linked.engine);
    const evaluated = evaluate(program, { document, pack: options.text("pack"), built });
    requireField(path, evaluated);
    const { explainField } = await import("../../explain/explain-field.js");
    const history = explainField(path, evaluated);
    if (options.text("format") === "json") await streams.write(`${JSON.stringify(history, null, 2)}\n`);
    else await streams.write((await import("../../report/why/text.js")).fieldText(history, evaluated.rules, streams));
    return evaluated.result.ok ? 0 : 1;
  },
};
