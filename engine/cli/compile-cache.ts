import { readFileSync } from "node:fs";
import module, { createRequire } from "node:module";
import path from "node:path";
import { constants, Script } from "node:vm";
import { cacheFolder } from "../workspace/cache-folder.js";
import { readCached } from "../workspace/cached-file.js";

/** Files of compiled code: some versions of Fettle and Node, each with its commands. */
const mostFiles = 64;

/**
 * Keeps the code that V8 compiles for a command, so that the next start compiles nothing: by Node's own cache, and
 * where Node has none, by the same means. Only for bundled files: their names contain a hash of their content.
 */
export function useCompileCache(file: string, command: string | undefined): void {
  const folder = cacheFolder();
  if (folder === null || !file.endsWith(".js")) return;
  // Node 22.1 and later, so not in the types of Node 20.
  const { enableCompileCache } = module as { readonly enableCompileCache?: (folder: string) => unknown };
  if (enableCompileCache !== undefined) enableCompileCache(path.join(folder, "code"));
  else if (command !== undefined && /^[a-z-]{1,20}$/.test(command) && constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER)
    cacheScripts(path.dirname(file), path.join(folder, "code", `${process.version}-${process.arch}-${command}`));
}

/** Loads the scripts of `folder` with the compiled code of `saved`, which is written at the end if it lacks one. */
function cacheScripts(folder: string, saved: string): void {
  const code = unpack(readCached(saved));
  const scripts = new Map<string, Script>();
  let isComplete = true;
  const { extensions } = createRequire(path.join(folder, "main.js"));
  const usual = extensions[".js"];
  extensions[".js"] = (loaded, file) => {
    if (path.dirname(file) !== folder) return usual?.(loaded, file);
    const name = path.basename(file);
    const cachedData = code.get(name);
    const source = readFileSync(file, "latin1");
    const script = new Script(`(function (exports, require, module, __filename, __dirname) { ${source}\n})`, {
      filename: file,
      ...(cachedData === undefined ? {} : { cachedData }),
      importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
    });
    scripts.set(name, script);
    if (script.cachedDataRejected !== false) isComplete = false;
    script
      .runInThisContext()
      .call(loaded.exports, loaded.exports, createRequire(file), loaded, file, path.dirname(file));
  };
  process.once("beforeExit", async (exitCode) => {
    if (isComplete || exitCode > 1) return;
    const { writeCached } = await import("../workspace/write-cached.js");
    writeCached(saved, pack(scripts), mostFiles);
  });
}

/** Names and sizes as one line of JSON, then the compiled code of each. */
function pack(scripts: ReadonlyMap<string, Script>): Buffer {
  const parts = [...scripts].map(([name, script]) => ({ name, data: script.createCachedData() }));
  const sizes = JSON.stringify(parts.map(({ name, data }) => [name, data.length]));
  return Buffer.concat([Buffer.from(`${sizes}\n`), ...parts.map(({ data }) => data)]);
}

function unpack(packed: Buffer | null): ReadonlyMap<string, Buffer> {
  if (packed === null) return new Map();
  const end = packed.indexOf("\n");
  const sizes = JSON.parse(packed.toString("utf8", 0, end)) as readonly (readonly [string, number])[];
  let start = end + 1;
  return new Map(sizes.map(([name, size]) => [name, packed.subarray(start, (start += size))]));
}
