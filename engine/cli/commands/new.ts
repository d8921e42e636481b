import { engines } from "../../packs/engines.js";
import path from "node:path";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { lastOf } from "../../common/must.js";
import { scaffold } from "../../testing/scaffold.js";
import { pointTo } from "../../testing/schemas-folder.js";
import { unknownArchitecture } from "../../packs/check/check-match.js";
import { formatRules } from "../../packs/format-rules.js";
import type { Command, ExitCode } from "../command.js";
import { rulesChosen } from "../load-rules.js";
import { findProject } from "../../workspace/project.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

const engine = engines.vllm;
const packName = /^[a-z0-9][a-z0-9._-]*\/[a-z0-9][a-z0-9._-]*$/;

export const command: Command = {
  arguments: "<kind> <name>",
  description:
    "Creates a pack: `fettle new pack VENDOR/FAMILY` writes a template of the pack and its cases into the --rules folder, the project's first rules folder, or `rules`. Existing files are left alone.",
  options: [
    {
      flags: "--hook <hook>",
      help: "hook at which the pack runs",
      choices: engine.hooks.map(({ name }) => name),
    },
    {
      flags: "--architecture <name>",
      help: "architecture that the pack applies to; may be repeated",
      repeatable: true,
      completes: "architecture",
    },
  ],
  completes: ["kind"],
  examples: [
    { line: "fettle new pack acme/memory", what: "a pack for every model" },
    { line: "fettle new pack acme/gemma --architecture Gemma4ForCausalLM", what: "a pack for one architecture" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const [kind, name] = args as [string, string];
    if (kind !== "pack") throw usage(`\`fettle new\` cannot create \`${kind}\``, "run `fettle new pack VENDOR/FAMILY`");
    if (!packName.test(name))
      throw usage(
        `\`${name}\` is not a valid pack name`,
        "use vendor/family in lower-case letters, digits, `-`, `_` and `.`, such as acme/memory",
      );
    const architectures = options.list("architecture");
    const unknown = architectures.flatMap((architecture) => unknownArchitecture(architecture, engine) ?? []);
    if (unknown.length > 0)
      throw new FettleError(unknown.map(({ message, hint }) => diagnostic("unknown-architecture", message, { hint })));
    const [folder = "rules"] = [rulesChosen(invocation, await findProject()).rules ?? []].flat();
    const [vendor, family] = name.split("/") as [string, string];
    const place = path.join(folder, vendor);
    const hook = engine.hooks.find((one) => one.name === options.text("hook")) ?? lastOf(engine.hooks);
    const { pack, cases } = scaffold(name, {
      ...{ engine, hook },
      architectures,
      schemas: pointTo(place),
    });
    const [packFile, casesFile] = [path.join(place, `${family}.pack.json`), path.join(place, `${family}.cases.json`)];
    const files = {
      [packFile]: formatRules(JSON.stringify(pack), packFile),
      [casesFile]: formatRules(JSON.stringify(cases), casesFile),
    };
    await writeFiles(files, { mode: "create" });
    await streams.write(
      [
        `wrote ${packFile} and ${casesFile}`,
        "next:",
        "  1. replace the example rule with your own, and say why it exists",
        "  2. replace the cases so that each rule fires in one and stays silent in another",
        `  3. run \`fettle check ${packFile}\` and \`fettle test ${packFile}\``,
        "",
      ].join("\n"),
    );
    return 0;
  },
};

function usage(message: string, hint: string): FettleError {
  return new FettleError([diagnostic("usage", message, { hint })]);
}
