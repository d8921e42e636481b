import { firstOf, fromMap } from "../../common/must.js";
import { requirePack } from "../../compiler/evaluator.js";
import type { Command } from "../command.js";
import { loadRules } from "../load-rules.js";
import { targetText } from "../../packs/target.js";

export const command: Command = {
  arguments: "<pack>",
  completes: ["pack"],
  description: "Shows a pack: its purpose, and each rule with its reason, conditions and actions.",
  options: [
    {
      flags: "--format <format>",
      help: "output format (json prints the source of the pack)",
      choices: ["text", "json"],
    },
  ],
  examples: [{ line: "fettle show vllm/gemma4", what: "the rules for Gemma 4" }],
  async run(invocation) {
    const { options, streams, args } = invocation;
    const program = await loadRules(invocation);
    const name = firstOf(args);
    requirePack(name, program.linked.packs);
    const pack = fromMap(program.linked.packs, name);
    if (options.text("format") === "json") await streams.write(`${JSON.stringify(pack.pack, null, 2)}\n`);
    else
      await streams.write(
        (await import("../../report/terminal/text-pack.js")).packText(pack, targetText(program.linked.target), streams),
      );
    return 0;
  },
};
