// Bundles the engine into dist/: few files, so that the command line starts fast; and links the shipped rules.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown, type InputOptions, type OutputOptions } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Stays outside: users pass it objects of their own, and its copy must be theirs; a pool of workers starts a file of its
 * own; a solver reads its program from a file beside its own.
 */
const external = ["json-rules-engine", "piscina", "z3-solver"];

/** What `fettle apply` of one document needs in any case, with all that it imports, is one file: each more costs its start. */
const firstNeeded = /rolldown\/runtime|engine\/(?:cli\/(?:process-streams|run|parse|apply)|program\/prelinked|report\/text)\.ts$/;

/**
 * Every file lies two folders below the package, like its source: rules and schemas are found from both alike. The command
 * line is CommonJS, which Node loads in less time than modules.
 */
export async function bundle(folder: string): Promise<void> {
  const outdir = path.resolve(root, folder);
  for (const part of ["lib", "cli", "chunks", "analysis"]) await rm(path.join(outdir, part), { recursive: true, force: true });
  const packaged = { platform: "node", external, transform: { target: "node20" } } satisfies InputOptions;
  const readable = { minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } } } satisfies OutputOptions;
  const names = (part: string) => ({ dir: outdir, entryFileNames: "[name].js", chunkFileNames: `${part}/[name]-[hash].js` });
  const inputs = [
    await write({ ...packaged, input: { "lib/index": "engine/index.ts", "analysis/solver-worker": "engine/analysis/solver-worker.js" } }, { ...readable, ...names("lib"), format: "es" }),
    await write(
      { ...packaged, input: { "cli/main": "engine/cli/main.ts", "cli/line-worker": "engine/cli/line-worker.ts" } },
      { minify: true, ...names("cli"), format: "cjs", codeSplitting: { groups: [{ name: "apply", test: firstNeeded }] } },
    ),
    await write(
      { platform: "neutral", resolve: { mainFields: ["module", "main"] }, transform: { target: "es2022" }, input: "engine/program/module-runtime.ts" },
      { file: path.join(outdir, "module-runtime.js"), format: "iife", name: "fettle", minify: true },
    ),
  ];
  await writeFile(path.join(outdir, "cli/package.json"), '{ "type": "commonjs" }\n');
  await writeFile(path.join(outdir, "module-types.d.ts"), await moduleTypes());
  await chmod(path.join(outdir, "cli/main.js"), 0o755);
  await writeFile(path.join(outdir, "THIRD-PARTY-LICENSES.txt"), await licensesOf(inputs.flat()));
  await linkShipped(path.join(outdir, "prelinked"));
}

/** Writes a bundle, and returns the files that are in it. */
async function write(input: InputOptions, output: OutputOptions): Promise<readonly string[]> {
  const built = await rolldown({ cwd: root, logLevel: "warn", checks: { ineffectiveDynamicImport: false }, ...input });
  const files = (await built.write(output)).output;
  await built.close();
  const chunks = files.filter((file) => file.type === "chunk");
  for (const { fileName } of chunks) await escapeLetters(path.join(output.dir ?? path.dirname(output.file!), fileName));
  return chunks.flatMap((file) => file.moduleIds);
}

/** Source of ASCII alone takes half the memory and loads faster; here, other letters stand in strings only. */
async function escapeLetters(file: string): Promise<void> {
  const source = await readFile(file, "utf8");
  await writeFile(file, source.replace(/[^\x00-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`));
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

/** The shipped rules as plain data for every release, checked and linked, for a start without reading, checking or parsing. */
async function linkShipped(folder: string): Promise<void> {
  const { loadProgram } = await import("../engine/program/load-program.js");
  const { savePrelinked } = await import("../engine/program/save-prelinked.js");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { releases } = JSON.parse(await readFile(path.join(root, "rules/vllm/releases.json"), "utf8")) as { releases: readonly string[] };
  for (const target of [undefined, ...releases.map((version) => `vllm@${version}`)]) {
    const { program, diagnostics } = await loadProgram({ set: "vllm", target, fromFiles: true });
    if (program === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    const files = savePrelinked(program.linked, target === undefined);
    for (const [name, text] of files) await writeFile(path.join(folder, name), text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle("dist");
