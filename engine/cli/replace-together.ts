import { chmod, link, mkdir, realpath, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { FettleError } from "../base/diagnostic.js";
import { explainFileError } from "../pack/explain-file-error.js";

interface Draft {
  readonly named: string;
  /** Where the file stands, links followed. */
  readonly file: string;
  readonly draft: string;
  /** What it was, to put back; null where it was not there. */
  readonly before: string | null;
}

/**
 * Writes over files, all of them or none; one that is not there is made. A reader never sees half a file, a link stays
 * one, and permissions stay.
 *
 * @throws FettleError
 */
export async function replaceTogether(files: Readonly<Record<string, string>>): Promise<void> {
  const drafts = new Map<string, Draft>();
  const done: Draft[] = [];
  let current = "";
  try {
    for (const [named, text] of Object.entries(files)) {
      current = named;
      const draft = await place(named);
      drafts.set(draft.file, draft);
      await prepare(draft, text);
    }
    for (const draft of drafts.values()) {
      current = draft.named;
      await rename(draft.draft, draft.file);
      done.push(draft);
    }
  } catch (error) {
    for (const { file, before } of done) await (before === null ? rm(file, { force: true }) : rename(before, file));
    throw new FettleError([explainFileError(error, current)]);
  } finally {
    const left = [...drafts.values()].flatMap(({ draft, before }) => (before === null ? [draft] : [draft, before]));
    await Promise.all(left.map((file) => rm(file, { force: true })));
  }
}

async function place(named: string): Promise<Draft> {
  await mkdir(path.dirname(named), { recursive: true });
  const file = await realpath(named).catch(() => named);
  const isThere = (await stat(file).catch(() => null)) !== null;
  const beside = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}`);
  return { named, file, draft: beside, before: isThere ? `${beside}.before` : null };
}

async function prepare({ file, draft, before }: Draft, text: string): Promise<void> {
  await writeFile(draft, text);
  if (before === null) return;
  await chmod(draft, (await stat(file)).mode);
  await rm(before, { force: true });
  await link(file, before);
}
