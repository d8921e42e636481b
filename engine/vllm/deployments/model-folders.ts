import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { readFileWithin, rootOf } from "../../workspace/read-file.js";

/**
 * The config.json of a model, in folders that hold models by their ids, as `hf download --local-dir FOLDER/ID` makes
 * them, or in the cache of Hugging Face (`models--ORG--NAME/snapshots/REVISION`). Null where none has it.
 */
export function findConfig(model: string, folders: readonly string[]): string | null {
  for (const folder of folders) {
    const plain = path.join(folder, model, "config.json");
    if (existsSync(plain)) return plain;
    const cached = path.join(folder, `models--${model.replaceAll("/", "--")}`);
    const revision = existsSync(cached) ? revisionOf(cached) : null;
    const file = revision === null ? null : path.join(cached, "snapshots", revision, "config.json");
    if (file !== null && existsSync(file)) return file;
  }
  return null;
}

/** The real folder that a model's files may lie in: in the cache of Hugging Face, they are links to `blobs` beside. */
export function modelRoot(folder: string): string {
  const root = rootOf(folder, true);
  const [entry] = /^.*[\\/]models--[^\\/]+(?=[\\/]snapshots(?:[\\/]|$))/.exec(root) ?? [root];
  return entry;
}

/** What the cache holds as the main branch, else any revision. */
function revisionOf(cached: string): string | null {
  const main = path.join(cached, "refs", "main");
  if (existsSync(main))
    return readFileWithin(main, [rootOf(cached, true)])
      .toString("utf8")
      .trim();
  const snapshots = path.join(cached, "snapshots");
  return existsSync(snapshots) ? (readdirSync(snapshots).sort()[0] ?? null) : null;
}
