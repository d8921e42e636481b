import { rmSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder of the engine as JavaScript. */
    builtEngine: string;
  }
}

/** Once before all tests: the engine as JavaScript, so that a run of the command line starts as fast as it will. */
export default async function buildEngine(project: TestProject): Promise<() => void> {
  const root = path.resolve(import.meta.dirname, "../..");
  const folder = path.join(root, `.built-${process.pid}`);
  await buildInto(root, folder);
  project.provide("builtEngine", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}

async function buildInto(root: string, folder: string): Promise<void> {
  await build({
    ...{ absWorkingDir: root, entryPoints: ["engine/**/*.ts"], outbase: "engine", outdir: folder },
    ...{ format: "esm", platform: "node", target: "node20", logLevel: "error" },
  });
}
