// Bundles the VS Code extension with its language client: tsx scripts/editors/build-vscode.ts [FOLDER]
import { mkdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { licensesOf } from "../bundle.js";

const here = fileURLToPath(new URL("vscode", import.meta.url));

/** Writes `extension.js` and the licenses of what it contains into a folder. VS Code provides the module `vscode`. */
export async function buildExtension(folder: string): Promise<void> {
  const bundle = await rolldown({
    input: path.join(here, "extension.js"),
    platform: "node",
    external: ["vscode"],
    resolve: { mainFields: ["module", "main"] },
    transform: { target: "node20" },
    logLevel: "warn",
  });
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { output } = await bundle.write({ file: path.join(folder, "extension.js"), format: "cjs", minify: true });
  await bundle.close();
  const modules = output.flatMap((file) => (file.type === "chunk" ? file.moduleIds : []));
  await writeFile(path.join(folder, "THIRD-PARTY-LICENSES.txt"), await licensesOf(modules));
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  await buildExtension(process.argv[2] ?? path.join(here, "dist"));
