import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import type { Json } from "../../common/json.js";
import { modelRoot } from "../../workspace/model-folders.js";
import { parseConfig, readTextWithin } from "../../workspace/read-input.js";
import { filesBesideConfig, poolingFile } from "./model-files.js";
import type { ModelFiles } from "../../serving/model-files.js";

/** Reads the files that vLLM reads in a model's folder, without its config.json. @throws FettleError */
export async function readModelFolder(folder: string): Promise<ModelFiles> {
  const names = readdirSync(folder);
  const contents: Record<string, Json> = {};
  const read = async (name: string) => {
    if (existsSync(path.join(folder, name))) contents[name] = await readConfigOf(folder, name);
  };
  for (const name of filesBesideConfig.filter((entry) => names.includes(entry))) await read(name);
  const pooling = poolingFile({ contents });
  if (pooling !== null) await read(pooling);
  return { names, contents };
}

/** Reads the files of a draft model's folder, including its config.json. @throws FettleError */
export async function readDraftFolder(folder: string): Promise<ModelFiles> {
  const { names, contents } = await readModelFolder(folder);
  return { names, contents: { ...contents, "config.json": await readConfigOf(folder, "config.json") } };
}

async function readConfigOf(folder: string, name: string): Promise<Json> {
  const file = path.join(folder, name);
  return (await parseConfig(await readTextWithin(file, [modelRoot(folder)]), file)).value;
}
