import { packList } from "../../report/pack-list.js";
import type { Command } from "../command.js";
import { loadRules } from "../load-rules.js";

export const command: Command = {
  arguments: "",
  description: "Lists the packs of the rule set with the stages in which they run, and the policies.",
  options: [{ flags: "--format <format>", help: "output format", choices: ["text", "json"] }],
  examples: [
    { line: "fettle list", what: "the built-in packs" },
    { line: "fettle list --rules ./rules --target vllm@0.20.0", what: "with your own packs, for another release" },
  ],
  async run(invocation) {
    const { options, streams } = invocation;
    const { linked } = await loadRules(invocation);
    const list = packList(linked);
    if (options.text("format") === "json") await streams.write(`${JSON.stringify(list, null, 2)}\n`);
    else await streams.write((await import("../../report/terminal/text-pack-list.js")).packListText(list, streams));
    return 0;
  },
};
