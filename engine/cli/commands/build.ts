import { readFileSync } from "node:fs";
import { FettleError, diagnostic } from "../../common/diagnostic.js";
import { emitModule } from "../../compiler/emit-module.js";
import { emitPython } from "../../compiler/python/emit-python.js";
import type { LinkedPacks } from "../../packs/linked.js";
import type { Command } from "../command.js";
import { loadRules } from "../load-rules.js";
import { targetText } from "../../packs/target.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

export const command: Command = {
  arguments: "",
  description:
    "Compiles the rule set to a single module without dependencies: an ES module with type declarations, which also runs where code generation is not allowed, or, if the file ends in `.py`, a typed Python module. Its results are identical to the library's.",
  options: [{ flags: "--out <file>", help: "output file (default: <set>-<version>.mjs)", completes: "file" }],
  examples: [
    { line: "fettle build --out rules.mjs", what: 'import { evaluate } from "./rules.mjs"' },
    { line: "fettle build --out rules.py", what: "from rules import evaluate" },
    { line: "fettle build --rules ./rules --target 0.33", what: "with your own rules" },
  ],
  async run(invocation) {
    const { options, streams } = invocation;
    const program = await loadRules(invocation);
    const { set, target } = program.linked;
    const file = options.text("out") ?? `${set}-${target.version}.mjs`;
    const files = filesOf(file, program.linked);
    await writeFiles(files);
    if (!options.has("quiet")) {
      const kilobytes = Math.round((files[file]?.length ?? 0) / 1024);
      const written = `${program.linked.packs.size} packs for ${targetText(target)}, ${kilobytes} KB`;
      const others = Object.keys(files).filter((other) => other !== file);
      streams.note(`${[`wrote ${file} (${written})`, ...others].join(" and ")}\n`);
    }
    return 0;
  },
};

/**
 * Returns the files of a module: `rules.mjs` has its types in `rules.d.mts`. @throws FettleError if the file extension
 * is not that of a module.
 */
function filesOf(file: string, linked: LinkedPacks): Readonly<Record<string, string>> {
  if (/\.py$/.test(file)) return { [file]: emitPython(linked) };
  if (/\.m?js$/.test(file)) {
    return {
      [file]: emitModule(linked, readBeside("module-runtime.js")),
      [file.replace(/\.(m?)js$/, ".d.$1ts")]: readBeside("module-types.d.ts"),
    };
  }
  throw new FettleError([
    diagnostic("usage", `\`${file}\` has an unsupported file extension`, {
      hint: "use a file name that ends in `.mjs`, `.js` or `.py`",
    }),
  ]);
}

/** Reads a file that the package's build places beside the engine. */
function readBeside(name: string): string {
  return readFileSync(new URL(`../${name}`, import.meta.url), "utf8");
}
