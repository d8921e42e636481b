// Bundles the engine into dist/: few files, so that the command line starts fast; and links the shipped rules.
import { chmod, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("..", import.meta.url));

/** Stays outside: users pass it objects of their own, and its copy must be theirs; a pool of workers starts a file of its own. */
const external = ["json-rules-engine", "piscina"];

/** Some dependencies are CommonJS and ask for Node's own modules by `require`. */
const banner = `import { createRequire as createRequireOf } from "node:module";const require = createRequireOf(import.meta.url);`;

/** Every file lies two folders below the package, like its source: rules and schemas are found from both alike. */
export async function bundle(folder: string): Promise<void> {
  const outdir = path.resolve(root, folder);
  for (const part of ["lib", "cli", "chunks"]) await rm(path.join(outdir, part), { recursive: true, force: true });
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    entryPoints: { "lib/index": "engine/index.ts", "cli/main": "engine/cli/main.ts", "cli/line-worker": "engine/cli/line-worker.ts" },
    chunkNames: "chunks/[name]-[hash]",
    outdir,
    ...{ bundle: true, splitting: true, format: "esm", platform: "node", target: "node20", minifySyntax: true, minifyWhitespace: true },
    ...{ external, banner: { js: banner }, legalComments: "eof", logLevel: "error" },
  });
  await build({
    ...{ absWorkingDir: root, entryPoints: { "module-runtime": "engine/program/module-runtime.ts" }, outdir, bundle: true },
    ...{ format: "iife", globalName: "fettle", platform: "neutral", mainFields: ["module", "main"], target: "es2022", minify: true, legalComments: "inline", logLevel: "error" },
  });
  await writeFile(path.join(outdir, "module-types.d.ts"), await moduleTypes());
  await chmod(path.join(outdir, "cli/main.js"), 0o755);
  await writeFile(path.join(outdir, "THIRD-PARTY-LICENSES.txt"), await licensesOf(Object.keys(metafile.inputs)));
  await linkShipped(outdir);
}

/** The types of a module that `fettle build` writes: those of packs and results, and its own exports. */
async function moduleTypes(): Promise<string> {
  const read = (file: string) => readFile(path.join(root, "engine", file), "utf8");
  return [await read("generated/result.ts"), await read("generated/pack.ts"), (await read("program/module-exports.d.ts")).replace(/^import .*\n/gm, "")].join("\n");
}

/** The licenses of the packages that are part of the bundle, as they ask for. */
async function licensesOf(inputs: readonly string[]): Promise<string> {
  const names = inputs.flatMap((input) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1] ?? []);
  const texts = [...new Set(names)].sort().map(async (name) => {
    const folder = path.join(root, "node_modules", name);
    const file = (await readdir(folder)).find((entry) => /^licen[cs]e/i.test(entry));
    const { license } = JSON.parse(await readFile(path.join(folder, "package.json"), "utf8")) as { license: string };
    const text = file === undefined ? "" : (await readFile(path.join(folder, file), "utf8")).trim();
    return `${name}: ${license}\n\n${text}\n`;
  });
  return (await Promise.all(texts)).join("\n---\n\n");
}

/** The shipped rules as plain data, checked and linked, for a start without reading, checking or parsing. */
async function linkShipped(outdir: string): Promise<void> {
  const { loadProgram } = await import("../engine/program/load-program.js");
  const { savePrelinked } = await import("../engine/program/prelinked.js");
  const { program, diagnostics } = await loadProgram({ set: "vllm", fromFiles: true });
  if (program === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  await writeFile(path.join(outdir, "prelinked.json"), savePrelinked(program.linked));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle("dist");
