import { readdir, stat } from "node:fs/promises";
import { homedir } from "node:os";
import path from "node:path";
import { diagnostic, FettleError } from "../common/diagnostic.js";
import { findConfig } from "../vllm/deployments/model-folders.js";

/**
 * The file or folder of a model: what MODEL names here, else the model of that id in the cache of Hugging Face.
 * @throws FettleError that says how to get what is needed, where it is neither
 */
export async function locateModel(model: string): Promise<string> {
  if (model === "-") return model;
  const found = await stat(model).catch(() => null);
  if (found === null) return inCache(model);
  const name = model.toLowerCase();
  if (name.endsWith(".gguf"))
    throw unusable(
      model,
      "is a GGUF file, and the model's config.json is needed",
      "name the config.json of the model that it was made from",
    );
  if (/\.(?:safetensors|bin|pt|pth)$/.test(name))
    throw unusable(
      model,
      "holds weights, and the model's config.json is needed",
      "name the config.json that lies beside them",
    );
  if (/\.(?:ya?ml|sh)$/.test(name))
    throw unusable(
      model,
      "is a manifest, a recipe or a script, not a model",
      "name the model, with the recipe as `--recipe FILE`; `fettle upgrade FILE` reads deployments as they are",
    );
  if (found.isDirectory()) await requireConfig(model);
  return model;
}

async function requireConfig(folder: string): Promise<void> {
  const names = await readdir(folder);
  if (names.includes("config.json")) return;
  const download = `get it with \`hf download ORG/NAME config.json --local-dir ${folder}\``;
  if (names.some((name) => name.endsWith(".gguf")))
    throw unusable(
      folder,
      "holds GGUF files and no config.json",
      "name the config.json of the model that they were made from",
    );
  if (names.includes("params.json"))
    throw unusable(folder, "is in Mistral's format, with params.json and no config.json", download);
  if (names.some((name) => /\.(?:safetensors|bin)$/.test(name)))
    throw unusable(folder, "holds weights and no config.json", download);
}

/** Where Hugging Face keeps what it downloaded, as its own tools find it. */
function cacheOf(env: NodeJS.ProcessEnv): string {
  const home = env["HF_HOME"] ?? path.join(env["XDG_CACHE_HOME"] ?? path.join(homedir(), ".cache"), "huggingface");
  return env["HF_HUB_CACHE"] ?? env["HUGGINGFACE_HUB_CACHE"] ?? path.join(home, "hub");
}

function inCache(model: string): string {
  if (!/^[\w-][\w.-]*\/[\w-][\w.-]*$/.test(model)) return model;
  const cached = findConfig(model, [cacheOf(process.env)]);
  if (cached !== null) return path.dirname(cached);
  const hint = `download the one file that is needed, \`hf download ${model} config.json\`, and run this again; or name a config.json, or the folder that holds one`;
  throw new FettleError([
    diagnostic("file-not-found", `\`${model}\` is neither a folder here nor in the cache of Hugging Face`, { hint }),
  ]);
}

function unusable(model: string, what: string, hint: string): FettleError {
  return new FettleError([diagnostic("bad-model-config", `\`${model}\` ${what}`, { file: model, hint })]);
}
