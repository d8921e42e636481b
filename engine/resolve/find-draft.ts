import path from "node:path";
import { isDirectory } from "../workspace/is-directory.js";
import { findConfig, huggingFaceCache } from "../workspace/model-folders.js";
import type { ModelFiles } from "../serving/model-files.js";
import type { ServedEngine } from "../serving/serving-engine.js";
import { findModel } from "./find-model.js";
import type { ModelOptions } from "./model-options.js";

/**
 * Reads the files of a draft model: those of `--draft`, otherwise of the folder with this name, as vLLM finds it, or of
 * the id in folders of models or in the Hugging Face cache. Null if there are none. @throws FettleError
 */
export async function findDraft(
  name: string,
  { draft, models = [] }: ModelOptions,
  engine: ServedEngine,
): Promise<ModelFiles | null> {
  if (draft !== undefined) {
    const { config, files } = await findModel(draft, engine);
    return { names: files?.names ?? [], contents: { ...files?.contents, "config.json": config } };
  }
  const local = isDirectory(name) ? findConfig(name, [""]) : null;
  const file = local ?? findConfig(name, [...models, huggingFaceCache(process.env)]);
  return file === null ? null : engine.serving.readDraftFolder(path.dirname(file));
}
