import { diagnostic, FettleError } from "../common/diagnostic.js";

/** Replaces the code that reads files when the library is built for browsers. */
function noFiles(): never {
  const hint =
    'pass them as `files`, with a set: `load({ files: { "vllm.set.json": …, "vllm/gemma4.pack.json": … } })`';
  throw new FettleError([diagnostic("usage", "no file system to read rules from", { hint })]);
}

export const readPrelinked = noFiles;
export const readFolders = noFiles;
export const readRules = noFiles;
