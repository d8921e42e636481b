import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { diagnostic, FettleError } from "../base/diagnostic.js";
import { explainFileError } from "../pack/read-folders.js";
import type { Command } from "./command.js";
import { projectFile } from "./project.js";

export const command: Command = {
  arguments: "",
  description: "Writes fettle.config.json into the current folder: every command run here or below then takes its set, rule folders and target from it.",
  options: [{ flags: "--force", help: "write over a file that is there" }],
  examples: [{ line: "fettle init --target vllm@0.19.0", what: "start with vLLM's own rules and a `rules` folder for yours" }],
  async run({ options, streams }) {
    if (existsSync(projectFile) && !options.has("force")) {
      const hint = "edit it, or write over it with `--force`";
      throw new FettleError([diagnostic("exists-already", `\`${projectFile}\` is here already`, { file: projectFile, hint })]);
    }
    const given = options.list("rules");
    const [target, rules] = [options.text("target") ?? "vllm@0.19.0", given.length > 0 ? given : ["rules"]];
    const project = { set: options.text("set") ?? "vllm", rules, target };
    await writeFile(projectFile, `${JSON.stringify(project, null, 2)}\n`).catch((error: unknown) => {
      throw new FettleError([explainFileError(error, projectFile)]);
    });
    const missing = rules.filter((folder) => !existsSync(folder));
    const folders = missing.map((folder) => `make the folder \`${folder}\` for your own packs: \`fettle new pack NAME\` writes the first one`);
    await streams.write([`wrote ${projectFile}: ${project.set} for ${target}, and the rules in ${rules.join(", ")}`, ...folders, ""].join("\n"));
    return 0;
  },
};
