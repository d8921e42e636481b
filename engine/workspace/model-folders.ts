import { existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { readFileWithin, rootOf } from "./read-file.js";

/**
 * Finds the config.json of a model: in folders that contain models by id, as `hf download --local-dir FOLDER/ID`
 * creates them, or in the Hugging Face cache (`models--ORG--NAME/snapshots/REVISION`). Null if there is none.
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

/** Locates the Hugging Face cache as its own tools do. */
export function huggingFaceCache(env: NodeJS.ProcessEnv): string {
  const home = env["HF_HOME"] ?? path.join(env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"), "huggingface");
  return env["HF_HUB_CACHE"] ?? env["HUGGINGFACE_HUB_CACHE"] ?? path.join(home, "hub");
}

/**
 * The resolved folder that contains a model's files; in the Hugging Face cache, they are links to a sibling `blobs`.
 */
export function modelRoot(folder: string): string {
  const root = rootOf(folder, true);
  const [entry] = /^.*[\\/]models--[^\\/]+(?=[\\/]snapshots(?:[\\/]|$))/.exec(root) ?? [root];
  return entry;
}

/** The cached revision of the main branch, or any other one. */
function revisionOf(cached: string): string | null {
  const main = path.join(cached, "refs", "main");
  if (existsSync(main))
    return readFileWithin(main, [rootOf(cached, true)])
      .toString("utf8")
      .trim();
  const snapshots = path.join(cached, "snapshots");
  return existsSync(snapshots) ? (readdirSync(snapshots).sort()[0] ?? null) : null;
}
