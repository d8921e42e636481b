import { link, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { diagnostic, FettleError } from "../base/diagnostic.js";
import { explainFileError } from "../pack/explain-file-error.js";

/**
 * Writes new files, all of them or none. Each is written beside its place first and then linked there, which fails
 * where something stands already.
 *
 * @throws FettleError
 */
export async function writeTogether(files: Readonly<Record<string, string>>): Promise<void> {
  const drafts: string[] = [];
  const written: string[] = [];
  let current = "";
  try {
    for (const [file, text] of Object.entries(files)) {
      current = file;
      await mkdir(path.dirname(file), { recursive: true });
      const draft = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
      drafts.push(draft);
      await writeFile(draft, text, { flag: "wx" });
    }
    for (const [index, file] of Object.keys(files).entries()) {
      current = file;
      await link(drafts[index]!, file);
      written.push(file);
    }
  } catch (error) {
    await Promise.all(written.map((file) => rm(file, { force: true })));
    throw new FettleError([explain(error, current)]);
  } finally {
    await Promise.all(drafts.map((draft) => rm(draft, { force: true })));
  }
}

function explain(error: unknown, file: string) {
  if ((error as NodeJS.ErrnoException).code !== "EEXIST") return explainFileError(error, file);
  return diagnostic("exists-already", `\`${file}\` is there already`, { file, hint: "take another name, or remove it first; nothing was written" });
}
