// Bundles the engine into dist/: few files, so that the command line starts fast; and links the shipped rules.
import { chmod, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown, type InputOptions, type OutputOptions } from "rolldown";
import { must } from "../engine/common/must.js";

const root = fileURLToPath(new URL("..", import.meta.url));

/**
 * Dependencies that users install, which are not bundled: users pass objects of their own to the first; the pool starts
 * a file of its own; the solver reads its program from a file beside its own.
 */
export const external = ["json-rules-engine", "piscina", "z3-solver"];

/** What finds the compiled code of the other files is a file of its own, and small: it is compiled at each start. */
const startNeeds = /engine\/(?:cli\/(?:compile-cache|suit-short-runs)|workspace\/cache(?:-folder|d-file))\.ts$/;

/**
 * Everything that `fettle apply` of one document needs, including imports, is one file: each additional file slows down
 * the start.
 */
const firstNeeded =
  /rolldown\/runtime|engine\/(?:cli\/(?:output\/process-streams|run|args\/parse|commands\/apply)|workspace\/prelinked|report\/terminal\/text)\.ts$/;

/** The rest of what `fettle resolve` needs is another. */
const resolveNeeds =
  /engine\/(?:cli\/(?:commands\/resolve|model\/(?:build-model|find-model|machine|model-options))|resolve\/(?:build-model|serving-engines)|vllm\/serving|common\/python-json)\.ts$/;

/**
 * Every file is two folders below the package, like its source, so that rules and schemas have the same relative path
 * from both. The command line is CommonJS, which Node loads faster than modules. `types` is the folder of the library's
 * types, for the copy that CommonJS needs. `programs` are more entry points, by name, beside those of the command line.
 */
export async function bundle(
  folder: string,
  types: string | null = null,
  programs: Readonly<Record<string, string>> = {},
): Promise<void> {
  const outdir = path.resolve(root, folder);
  for (const part of ["lib", "browser", "cjs", "cli", "chunks", "solver"])
    await rm(path.join(outdir, part), { recursive: true, force: true });
  // The main file of the editor's libraries requires its parts in a way that no bundler can follow, so use their
  // module. @vscode/l10n comes without a license.
  const resolve = {
    mainFields: ["module", "main"],
    alias: { "@vscode/l10n": path.join(root, "engine/editor/untranslated.ts") },
  };
  const packaged = { platform: "node", external, resolve, transform: { target: "node20" } } satisfies InputOptions;
  const readable = {
    minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
  } satisfies OutputOptions;
  const names = (part: string) => ({
    dir: outdir,
    entryFileNames: "[name].js",
    chunkFileNames: `${part}/[name]-[hash].js`,
  });
  const inputs = [
    await write(
      {
        ...packaged,
        input: { "lib/index": "engine/index.ts", "solver/solver-worker": "engine/solver/solver-worker.js" },
      },
      { ...readable, ...names("lib"), format: "es" },
    ),
    await write(
      { ...packaged, input: { "cjs/index": "engine/index.ts" } },
      { ...readable, ...names("cjs"), format: "cjs" },
    ),
    await write(
      {
        platform: "browser",
        external,
        transform: { target: "es2022" },
        plugins: [withoutFiles],
        input: { "browser/index": "engine/load.ts" },
      },
      { ...readable, ...names("browser"), format: "es" },
    ),
    await write(
      {
        ...packaged,
        input: {
          "cli/main": "engine/cli/main.ts",
          "cli/line-worker": "engine/cli/ndjson/line-worker.ts",
          "cli/helper-thread": "engine/cli/helper-thread.ts",
          "cli/proving-thread": "engine/editor/proving-thread.ts",
          "cli/serve-python": "engine/cli/python/serve-python.ts",
          ...programs,
        },
      },
      {
        minify: true,
        ...names("cli"),
        format: "cjs",
        // Compiled code that Node 20 keeps loses the callback of an `import()`.
        dynamicImportInCjs: false,
        codeSplitting: {
          groups: [
            { name: "start", test: startNeeds },
            { name: "apply", test: firstNeeded },
            { name: "resolve", test: resolveNeeds },
          ],
        },
      },
    ),
    await write(
      {
        platform: "neutral",
        resolve: { mainFields: ["module", "main"] },
        transform: { target: "es2022" },
        input: "engine/compiler/module-runtime.ts",
      },
      { file: path.join(outdir, "module-runtime.js"), format: "iife", name: "fettle", minify: true },
    ),
  ];
  for (const part of ["cli", "cjs"])
    await writeFile(path.join(outdir, part, "package.json"), '{ "type": "commonjs" }\n');
  if (types !== null) await copyTypes(path.resolve(root, types), path.join(outdir, "cjs/types"));
  await writeFile(path.join(outdir, "module-types.d.ts"), await moduleTypes());
  await chmod(path.join(outdir, "cli/main.js"), 0o755);
  await writeFile(path.join(outdir, "THIRD-PARTY-LICENSES.txt"), await licensesOf(inputs.flat()));
  await linkShipped(path.join(outdir, "prelinked"));
}

/** Browsers have no files: rules come from memory, and code that would read them throws. */
const withoutFiles = {
  name: "without-files",
  resolveId: (source: string) =>
    /\/(?:prelinked|read-folders|read-rules)\.js$/.test(source) ? path.join(root, "engine/compiler/no-files.ts") : null,
};

/** Types that the library's types refer to, for CommonJS, where the same text is a module of another kind. */
export async function copyTypes(from: string, to: string): Promise<void> {
  const [found, open] = [new Set<string>(), [path.join(from, "index.d.ts")]];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (found.has(file)) continue;
    found.add(file);
    const text = await readFile(file, "utf8");
    const target = path.join(to, path.relative(from, file));
    await mkdir(path.dirname(target), { recursive: true });
    await writeFile(target, text);
    for (const [, name] of text.matchAll(/(?:from |import\()"(\.[^"]+)\.js"/g))
      open.push(path.join(path.dirname(file), `${name}.d.ts`));
  }
}

/** Writes a bundle, and returns its source files. */
async function write(input: InputOptions, output: OutputOptions): Promise<readonly string[]> {
  const built = await rolldown({ cwd: root, logLevel: "warn", checks: { ineffectiveDynamicImport: false }, ...input });
  const files = (await built.write(output)).output;
  await built.close();
  const chunks = files.filter((file) => file.type === "chunk");
  for (const { fileName } of chunks)
    await escapeLetters(path.join(output.dir ?? path.dirname(must(output.file, "file")), fileName));
  return chunks.flatMap((file) => file.moduleIds);
}

/** ASCII source takes half the memory and loads faster; here, other characters occur only in strings. */
async function escapeLetters(file: string): Promise<void> {
  const source = await readFile(file, "utf8");
  await writeFile(
    file,
    source.replace(/[^\x00-\x7f]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`),
  );
}

/** The types of a module from `fettle build`: those of packs and results, and its own exports. */
async function moduleTypes(): Promise<string> {
  const read = (file: string) => readFile(path.join(root, "engine", file), "utf8");
  return [
    await read("generated/result.ts"),
    await read("generated/pack.ts"),
    (await read("compiler/module-exports.d.ts")).replace(/^import .*\n/gm, ""),
  ].join("\n");
}

/** The licenses and notices of the bundled packages; the build fails if a package has none. */
export async function licensesOf(inputs: readonly string[]): Promise<string> {
  const folders = inputs.map((input) =>
    input.startsWith("\0rolldown/") ? path.join(root, "node_modules/rolldown") : packageFolder(input),
  );
  const used = [...new Set(folders.filter((folder) => folder !== null))].sort();
  return (await Promise.all(used.map(licenseOf))).join("\n---\n\n");
}

/** The package folder of a bundled file; null for our own files. */
function packageFolder(file: string): string | null {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file.replaceAll("\\", "/"))?.[0] ?? null;
}

/** Apache-2.0 has one text for all licensors, and packages under it may omit it; it is our license as well. */
async function licenseOf(folder: string): Promise<string> {
  const { name, license, author } = JSON.parse(
    await readFile(path.join(folder, "package.json"), "utf8"),
  ) as PackageFile;
  const own = (await readdir(folder)).filter((entry) => /^(?:licen[cs]e|copying|notice)/i.test(entry)).sort();
  const files = own.map((entry) => path.join(folder, entry));
  const isThere = own.some((entry) => !/^notice/i.test(entry));
  if (license === undefined || (!isThere && license !== "Apache-2.0"))
    throw new Error(`no license found for the bundled package ${name}`);
  if (!isThere) files.unshift(path.join(root, "LICENSE"));
  const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
  const by = typeof author === "string" ? author : author?.name;
  return `${name}: ${license}${by === undefined ? "" : `, by ${by}`}\n\n${texts.map((text) => text.trim()).join("\n\n")}\n`;
}

interface PackageFile {
  readonly name: string;
  readonly license?: string;
  readonly author?: string | { readonly name: string };
}

/**
 * Saves the shipped rules for every release as plain data, checked and linked, and what the catalog says about it, for
 * a start without reading, checking or parsing all of them.
 */
async function linkShipped(folder: string): Promise<void> {
  const { loadProgram } = await import("../engine/workspace/load-program.js");
  const { savePrelinked } = await import("../engine/workspace/save-prelinked.js");
  const { readFactFiles } = await import("../engine/vllm/fact-files.js");
  const { nameOf, saveReleaseFacts } = await import("../engine/vllm/prelinked-facts.js");
  const { factsOfRelease } = await import("../engine/vllm/release-facts.js");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const facts = readFactFiles();
  const { releases } = facts.releases;
  for (const release of releases)
    await writeFile(path.join(folder, nameOf(release)), saveReleaseFacts(factsOfRelease(facts, release)));
  // The default last: `prepare.js` takes its file as the end of the build.
  for (const target of [...releases.map((version) => `vllm@${version}`), undefined]) {
    const { program, diagnostics } = await loadProgram({ set: "vllm", target, fromFiles: true });
    if (program === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    const files = savePrelinked(program.linked, target === undefined);
    for (const [name, text] of files) await writeFile(path.join(folder, name), text);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundle("dist", "dist/types");
