import { stat } from "node:fs/promises";
import path from "node:path";
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { explainFileError } from "./explain-file-error.js";
import { isRuleFile, readFolders } from "./read-folders.js";
import type { RuleFiles } from "../packs/read-packs.js";
import { projectFile, readProject } from "./project.js";
import { readJsonFile } from "./read-input.js";

/** Rule files and folders given as arguments. */
export interface RulePlaces {
  /** What to load for them: for a file its whole folder, so that a pack finds its cases and included packs. */
  readonly rules: readonly string[];
  /** The named files and those below the named folders. */
  readonly files: RuleFiles;
  /** Whether a file is one of them. */
  has(file: string): boolean;
}

/** @throws FettleError if a place does not exist or has no rule files. */
export async function findPlaces(places: readonly string[]): Promise<RulePlaces> {
  const named = await rulesOfProjects(places);
  const rules = await Promise.all(named.map(folderOf));
  const { files, diagnostics } = await readFolders(named);
  const unread = diagnostics.filter(({ file }) => file === null || !isRuleFile(file));
  if (unread.length > 0) throw new FettleError(unread);
  const refused = diagnostics.flatMap(({ file }) => file ?? []);
  const known = new Set([...Object.keys(files), ...refused].map((file) => path.resolve(file)));
  for (const place of named) {
    const whole = path.resolve(place);
    if (
      [...known].some((file) => file === whole || file.startsWith(whole + path.sep) || whole === path.parse(whole).root)
    )
      continue;
    throw new FettleError([
      diagnostic("usage", `no rule files in \`${place}\``, {
        hint: "name a folder with files that end in `.pack.json`, `.cases.json`, `.claims.json` or `.set.json`",
      }),
    ]);
  }
  return { rules, files, has: (file) => known.has(path.resolve(file)) };
}

/** Expands a project file to the rules that it names. @throws FettleError if the file is invalid */
async function rulesOfProjects(places: readonly string[]): Promise<readonly string[]> {
  const named = places.map(async (place) =>
    path.basename(place) === projectFile ? (await readProject(await readJsonFile(place))).rules : [place],
  );
  return [...new Set((await Promise.all(named)).flat())];
}

async function folderOf(place: string): Promise<string> {
  const found = await stat(place).catch((error: unknown) => {
    throw new FettleError([explainFileError(error, place)]);
  });
  if (found.isDirectory()) return place;
  if (isRuleFile(place)) return path.dirname(place);
  const hint = "name a file that ends in `.pack.json`, `.cases.json`, `.claims.json` or `.set.json`";
  throw new FettleError([diagnostic("usage", `\`${place}\` is not a rule file`, { hint })]);
}
