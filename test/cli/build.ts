import { rmSync } from "node:fs";
import path from "node:path";
import type { TestProject } from "vitest/node";
import { bundle } from "../../scripts/bundle.js";

declare module "vitest" {
  export interface ProvidedContext {
    /** The folder of the engine as users get it. */
    builtEngine: string;
  }
}

/** Once before all tests: the engine as it is shipped, so that runs of the command line are those of a user. */
export default async function buildEngine(project: TestProject): Promise<() => void> {
  const folder = path.resolve(import.meta.dirname, "../..", `.built-${process.pid}`);
  await bundle(folder, null, { "cli/command-server": "test/cli/warm/command-server.ts" });
  project.provide("builtEngine", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
