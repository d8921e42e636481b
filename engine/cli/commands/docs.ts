import path from "node:path";
import { FettleError } from "../../common/diagnostic.js";
import { fromMap } from "../../common/must.js";
import { requirePack } from "../../compiler/evaluator.js";
import { loadProgram } from "../../workspace/load-program.js";
import { count } from "../../common/count.js";
import { documentSet, type DocumentedSet } from "../../report/documented.js";
import { docsIndex, docsPage, packPage } from "../../report/pack-docs.js";
import type { Command, ExitCode } from "../command.js";
import { rulesChosen } from "../load-rules.js";
import { printDiagnostics } from "../output/print-diagnostics.js";
import { findProject } from "../../workspace/project.js";
import { readTextFile } from "../../workspace/read-input.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

export const command: Command = {
  arguments: "[packs...]",
  completes: ["pack"],
  description:
    "Writes Markdown documentation for packs: the purpose of each, its facts, a decision table of its rules, and their reasons. Without PACKS, documents every pack of the set.",
  options: [
    {
      flags: "--output <place>",
      help: "a .md file for a single page, or a folder for an index and one page per pack (default: standard output)",
      completes: "file",
    },
    {
      flags: "--check",
      help: "write nothing; list the pages of --output that are out of date, and exit with 1 if there are any",
    },
  ],
  examples: [
    { line: "fettle docs vllm/gemma4", what: "one pack" },
    { line: "fettle docs --output rules/README.md", what: "the whole set on one page, next to the rules" },
    { line: "fettle docs --output docs/rules --check", what: "in CI" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    const { program, diagnostics } = await loadProgram({
      ...rulesChosen(invocation, await findProject()),
      fromFiles: true,
    });
    if (program === null) throw new FettleError(diagnostics);
    printDiagnostics(diagnostics, streams, options.has("quiet"));
    for (const name of args) requirePack(name, program.linked.packs);
    const set = documentSet(program.linked, args);
    const output = options.text("output");
    if (output === undefined) {
      await streams.write(docsPage(set, { file: linksFrom(".") }));
      return 0;
    }
    const pages = pagesFor(set, output);
    const stale = await stalePages(pages);
    if (!options.has("check")) await writeFiles(stale);
    const [names, total] = [Object.keys(stale), count(Object.keys(pages).length, "page")];
    const summary = options.has("check")
      ? `${names.length} of ${total} out of date`
      : `wrote ${names.length} of ${total}; the others were up to date`;
    await streams.write([...names, ...(options.has("quiet") ? [] : [summary])].map((line) => `${line}\n`).join(""));
    return options.has("check") && names.length > 0 ? 1 : 0;
  },
};

/** Pages by output file. */
function pagesFor(set: DocumentedSet, output: string): Readonly<Record<string, string>> {
  if (output.endsWith(".md")) return { [output]: docsPage(set, { file: linksFrom(path.dirname(output)) }) };
  const places = new Map(set.packs.map(({ pack }) => [pack, path.join(output, `${pack}.md`)]));
  const links = (folder: string) => {
    const file = linksFrom(folder);
    return {
      file,
      pack: (name: string) => {
        const place = places.get(name);
        return place === undefined ? null : file(place);
      },
    };
  };
  const pages = set.packs.map((entry) => [
    places.get(entry.pack),
    packPage(entry, links(path.dirname(fromMap(places, entry.pack)))),
  ]);
  const index = set.isWhole ? [[path.join(output, "README.md"), docsIndex(set, links(output).pack)]] : [];
  return Object.fromEntries([...index, ...pages]);
}

/** Pages that do not exist, or differ from the file. */
async function stalePages(pages: Readonly<Record<string, string>>): Promise<Readonly<Record<string, string>>> {
  const stale: Record<string, string> = {};
  for (const [file, text] of Object.entries(pages)) {
    const before = await readTextFile(file).catch(() => null);
    if (before !== text) stale[file] = text;
  }
  return stale;
}

/** Creates links to files named as on the command line, relative to a page's folder. */
function linksFrom(folder: string): (file: string) => string {
  const escape = (char: string) => `%${char.charCodeAt(0).toString(16)}`;
  return (file) => encodeURI(path.relative(folder, file).split(path.sep).join("/")).replace(/[()#?:&*_~|]/g, escape);
}
