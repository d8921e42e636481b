import { existsSync } from "node:fs";
import { diagnostic, FettleError } from "../../common/diagnostic.js";
import { readJson } from "../../common/read-json.js";
import { formatRules, formatUnnamed, isFormattable } from "../../packs/format-rules.js";
import { readFolders } from "../../workspace/read-folders.js";
import { count } from "../../common/count.js";
import type { Command, ExitCode, Invocation } from "../command.js";
import { rulesChosen } from "../load-rules.js";
import { findProject } from "../../workspace/project.js";
import { readTextInput, standardInput } from "../../workspace/read-input.js";
import { writeFiles } from "../../workspace/writing/write-files.js";

export const command: Command = {
  arguments: "[places...]",
  description:
    "Formats packs, cases and sets in canonical form: changes key order and layout, never values. PLACES are files or folders, or `-` for standard input; without them, formats the project's own rules and its fettle.config.json. Either all files are written or none.",
  options: [
    {
      flags: "--check",
      help: "write nothing; list the files that are not in canonical form, and exit with 1 if there are any",
    },
  ],
  examples: [
    { line: "fettle fmt rules", what: "every pack, case file and set in a folder" },
    { line: "fettle fmt --check rules", what: "in CI or a commit hook" },
    { line: "fettle fmt - < acme.pack.json", what: "from an editor" },
  ],
  async run(invocation): Promise<ExitCode> {
    const { args, options, streams } = invocation;
    if (args.includes("-")) return formatInput(invocation);
    const files = await readPlaces(args.length > 0 ? args : await ownPlaces(invocation));
    const [diagnostics, changed] = [[], {}] as [FettleError["diagnostics"][number][], Record<string, string>];
    for (const [file, text] of Object.entries(files)) {
      const read = readJson(text, file);
      if (!read.ok) diagnostics.push(...read.diagnostics);
      else if (formatRules(text, file) !== text) changed[file] = formatRules(text, file);
    }
    if (diagnostics.length > 0) throw new FettleError(diagnostics);
    const names = Object.keys(changed);
    if (!options.has("check")) await writeFiles(changed);
    const [number, total] = [names.length, count(Object.keys(files).length, "file")];
    const summary = options.has("check")
      ? `${number} of ${total} not in canonical form`
      : `formatted ${number} of ${total}`;
    await streams.write([...names, ...(options.has("quiet") ? [] : [summary])].map((line) => `${line}\n`).join(""));
    return options.has("check") && number > 0 ? 1 : 0;
  },
};

async function formatInput({ args, options, streams }: Invocation): Promise<ExitCode> {
  if (args.length > 1) throw usage("`-` cannot be combined with files", "format files and standard input separately");
  const text = await readTextInput(streams);
  const read = readJson(text, standardInput);
  if (!read.ok) throw new FettleError(read.diagnostics);
  const formatted = formatUnnamed(text, read.source.value);
  if (!options.has("check")) await streams.writeData(formatted);
  else if (formatted !== text) await streams.write(`${standardInput}\n`);
  return options.has("check") && formatted !== text ? 1 : 0;
}

async function ownPlaces(invocation: Invocation): Promise<readonly string[]> {
  const project = await findProject();
  const folders = [rulesChosen(invocation, project).rules ?? []].flat();
  const places = [...(project === null ? [] : [project.file]), ...folders.filter((folder) => existsSync(folder))];
  if (places.length > 0) return places;
  throw usage("nothing to format", "name files or folders, such as `fettle fmt rules`");
}

/** Reads every rule file at these places, by name. @throws FettleError */
async function readPlaces(places: readonly string[]): Promise<Readonly<Record<string, string>>> {
  const { files, diagnostics } = await readFolders(places);
  if (diagnostics.length > 0) throw new FettleError(diagnostics);
  const stray = Object.keys(files).find((file) => !isFormattable(file));
  if (stray !== undefined)
    throw usage(
      `\`${stray}\` is not a rule file`,
      "name a file that ends in `.pack.json`, `.cases.json`, `.claims.json` or `.set.json`",
    );
  if (Object.keys(files).length > 0) return files as Readonly<Record<string, string>>;
  throw usage(
    `no rule files in ${places.map((place) => `\`${place}\``).join(", ")}`,
    "name a folder with files that end in `.pack.json`, `.cases.json`, `.claims.json` or `.set.json`",
  );
}

function usage(message: string, hint: string): FettleError {
  return new FettleError([diagnostic("usage", message, { hint })]);
}
