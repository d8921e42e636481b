import { FettleError, diagnostic } from "../../common/diagnostic.js";
import { emitModule } from "../../compiler/emit-module.js";
import type { Command } from "../command.js";
import { loadRules } from "../load-rules.js";
import { targetText } from "../../packs/target.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

export const command: Command = {
  arguments: "",
  description:
    "Writes the rule set as one ES module without dependencies, and its types beside it: for import anywhere, also where code may not be generated. Its results are those of the library.",
  options: [{ flags: "--out <file>", help: "where to write (default: <set>-<version>.mjs)", completes: "file" }],
  examples: [
    { line: "fettle build --out rules.mjs", what: 'import { evaluate } from "./rules.mjs"' },
    { line: "fettle build --rules ./rules --target 0.33", what: "with the team's own rules" },
  ],
  async run(invocation) {
    const { options, streams } = invocation;
    const program = await loadRules(invocation);
    const { set, target } = program.linked;
    const file = options.text("out") ?? `${set}-${target.version}.mjs`;
    const types = typesOf(file);
    const built = emitModule(program.linked);
    await writeFiles({ [file]: built.code, [types]: built.types });
    if (!options.has("quiet")) {
      const kilobytes = Math.round(built.code.length / 1024);
      streams.note(
        `wrote ${file} (${program.linked.packs.size} packs for ${targetText(program.linked.target)}, ${kilobytes} KB) and ${types}\n`,
      );
    }
    return 0;
  },
};

/** `rules.mjs` has its types in `rules.d.mts`. @throws FettleError where the file is no module by its name. */
function typesOf(file: string): string {
  if (/\.m?js$/.test(file)) return file.replace(/\.(m?)js$/, ".d.$1ts");
  throw new FettleError([
    diagnostic("usage", `\`${file}\` is no name for a module`, { hint: "let it end in `.mjs` or `.js`" }),
  ]);
}
