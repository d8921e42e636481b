import { existsSync, readdirSync } from "node:fs";
import path from "node:path";
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { isDirectory } from "../workspace/is-directory.js";
import { findConfig, huggingFaceCache } from "../workspace/model-folders.js";

/**
 * Locates the file or folder of a model: a path MODEL, otherwise the model of that id in the Hugging Face cache.
 * @throws FettleError with instructions how to download the model if it is neither
 */
export function locateModel(model: string): string {
  if (model === "-") return model;
  if (!existsSync(model)) return inCache(model);
  const name = model.toLowerCase();
  if (name.endsWith(".gguf"))
    throw unusable(
      model,
      "is a GGUF file, not a model's config.json",
      "name the config.json of the model that it was converted from",
    );
  if (/\.(?:safetensors|bin|pt|pth)$/.test(name))
    throw unusable(model, "is a weights file, not a model's config.json", "name the config.json next to it");
  if (/\.(?:ya?ml|sh)$/.test(name))
    throw unusable(
      model,
      "is a manifest, a recipe or a script, not a model",
      "name the model, and pass a recipe with `--recipe FILE`; for a deployment, run `fettle upgrade FILE`",
    );
  if (isDirectory(model)) requireConfig(model);
  return model;
}

function requireConfig(folder: string): void {
  const names = readdirSync(folder);
  if (names.includes("config.json")) return;
  const download = `download it with \`hf download ORG/NAME config.json --local-dir ${folder}\``;
  if (names.some((name) => name.endsWith(".gguf")))
    throw unusable(
      folder,
      "has GGUF files but no config.json",
      "name the config.json of the model that they were converted from",
    );
  if (names.includes("params.json"))
    throw unusable(folder, "is in Mistral format, with params.json but no config.json", download);
  if (names.some((name) => /\.(?:safetensors|bin)$/.test(name)))
    throw unusable(folder, "has weights but no config.json", download);
}

function inCache(model: string): string {
  if (!/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(model)) return model;
  const cached = findConfig(model, [huggingFaceCache(process.env)]);
  if (cached !== null) return path.dirname(cached);
  const hint = `run \`hf download ${model} config.json\` and try again, or name a config.json or the folder that holds one`;
  throw new FettleError([
    diagnostic("file-not-found", `\`${model}\` is neither a local folder nor in the Hugging Face cache`, { hint }),
  ]);
}

function unusable(model: string, what: string, hint: string): FettleError {
  return new FettleError([diagnostic("bad-model-config", `\`${model}\` ${what}`, { file: model, hint })]);
}
