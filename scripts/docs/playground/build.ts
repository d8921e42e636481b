// Builds the playground into a folder: one page, its style and its code, with the rules and the release catalog inside.
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown, type Plugin } from "rolldown";
import { readFactFiles, readVariableFile } from "../../../engine/vllm/fact-files.js";
import { licensesOf } from "../../bundle.js";
import { examples, packTexts, readCaseTexts } from "./data.js";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const here = fileURLToPath(new URL(".", import.meta.url));
const casesModule = path.join(here, "cases");

/** Browsers have no files: data that is read from disk elsewhere is part of the bundle. */
const withoutDisk: Plugin = {
  name: "without-disk",
  resolveId(source) {
    if (source === casesModule) return source;
    const isReader = /\/(?:prelinked|read-folders|read-rules)\.js$/.test(source);
    return isReader ? path.join(root, "engine/compiler/no-files.ts") : null;
  },
  async load(id) {
    if (id === casesModule) return `export const caseTexts = ${literal(await readCaseTexts())};`;
    return replaced[path.relative(root, id).replaceAll("\\", "/")]?.() ?? null;
  },
};

const replaced: Readonly<Record<string, () => string>> = {
  // The page's policy forbids code generation; an attempt would be reported as a violation.
  "engine/compiler/compile-mode.ts": () => `export const defaultMode = () => "closures";`,
  "engine/vllm/fact-files.ts"() {
    const { schema: _, ...files } = readFactFiles();
    const schema = path.join(root, "engine/vllm/document-schema.ts");
    return `import { readDocumentSchema } from ${JSON.stringify(schema)};
      export const readFactFiles = () => ({ ...${literal(files)}, schema: readDocumentSchema() });
      export const readVariableFile = () => ${literal(readVariableFile())};`;
  },
  "engine/vllm/prelinked-facts.ts": () => "export const readReleaseFacts = () => null;",
  "scripts/docs/playground/data.ts": () => `
    export const packTexts = ${literal(packTexts)};
    export const examples = ${literal(examples)};
    export const readCaseTexts = async () => (await import(${JSON.stringify(casesModule)})).caseTexts;`,
};

/** Engines parse a long JSON text faster than the same data as code. */
function literal(value: unknown): string {
  return `JSON.parse(${JSON.stringify(JSON.stringify(value))})`;
}

export async function buildPlayground(folder: string): Promise<void> {
  const bundle = await rolldown({
    input: { playground: path.join(here, "main.ts"), worker: path.join(here, "worker.ts") },
    platform: "browser",
    logLevel: "warn",
    checks: { ineffectiveDynamicImport: false },
    transform: { target: "es2022" },
    external: ["json-rules-engine", "z3-solver", /^node:/],
    plugins: [withoutDisk],
  });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { output } = await bundle.write({
    ...{ dir: folder, format: "es", minify: true },
    ...{ entryFileNames: "[name].js", chunkFileNames: "[name]-[hash].js" },
  });
  await bundle.close();
  const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  await writeFile(path.join(folder, "THIRD-PARTY-LICENSES.txt"), await licensesOf(modules));
  for (const file of ["index.html", "style.css", "icon.svg"]) await cp(path.join(here, file), path.join(folder, file));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildPlayground(process.argv[2] ?? path.join(root, "dist-docs/try"));
