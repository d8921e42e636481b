import { execFileSync } from "node:child_process";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { commandLine, root } from "../lib/paths.js";
import { scratchFolder } from "../lib/scratch.js";

/** The module that `fettle build` writes: no engine, no rules read, no code generated when it runs. */
export async function make() {
  const { evaluate } = await import(pathToFileURL(buildModule(scratchFolder())).href);
  return (document) => evaluate(document, { validate: false });
}

export function buildModule(folder) {
  const file = path.join(folder, "vllm.mjs");
  execFileSync(process.execPath, [commandLine, "build", "--target", "vllm@0.19.0", "--out", file], {
    cwd: root,
    stdio: "ignore",
  });
  return file;
}
