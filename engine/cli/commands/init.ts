import { existsSync } from "node:fs";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { pointTo } from "../../testing/schemas-folder.js";
import { formatRules } from "../../packs/format-rules.js";
import { loadProgram } from "../../workspace/load-program.js";
import type { Command } from "../command.js";
import { targetText } from "../../packs/target.js";
import { projectFile } from "../../workspace/project.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

export const command: Command = {
  arguments: "",
  description:
    "Writes fettle.config.json to the current folder. Commands that run in this folder or below take their set, rule folders and target from it.",
  options: [{ flags: "--force", help: "overwrite an existing file" }],
  examples: [{ line: "fettle init --target 0.33", what: "start with vLLM's own rules and a `rules` folder for yours" }],
  async run({ options, streams }) {
    if (existsSync(projectFile) && !options.has("force")) {
      const hint = "edit it, or overwrite it with `--force`";
      throw new FettleError([
        diagnostic("exists-already", `\`${projectFile}\` already exists`, { file: projectFile, hint }),
      ]);
    }
    const given = options.list("rules");
    const rules = given.length > 0 ? given : ["rules"];
    const set = options.text("set") ?? "vllm";
    const { program, diagnostics } = await loadProgram({
      set,
      target: options.text("target"),
      rules: rules.filter((folder) => existsSync(folder)),
    });
    if (program === null) throw new FettleError(diagnostics);
    const target = targetText(program.linked.target);
    const missing = rules.filter((folder) => !existsSync(folder));
    const content = { $schema: `${pointTo(".")}/project.schema.json`, set, rules, target };
    const text = formatRules(JSON.stringify(content), projectFile);
    await writeFiles({ [projectFile]: text }, { mode: options.has("force") ? "replace" : "create", folders: missing });
    const lines = [
      `wrote ${projectFile}: set \`${set}\` for ${target}, and your own packs in ${rules.map((folder) => `\`${folder}\``).join(", ")}`,
      ...missing.map((folder) => `created the folder \`${folder}\`; add a pack with \`fettle new pack\``),
    ];
    await streams.write(`${lines.join("\n")}\n`);
    return 0;
  },
};
