#!/usr/bin/env node
import { fileURLToPath } from "node:url";
import { useCompileCache } from "./compile-cache.js";
import { suitShortRuns } from "./suit-short-runs.js";

async function main(): Promise<void> {
  const words = process.argv.slice(2);
  // First: compiled code is for one set of V8's flags.
  suitShortRuns();
  useCompileCache(fileURLToPath(import.meta.url), words[0]);
  const [{ run }, { processStreams }] = await Promise.all([import("./run.js"), import("./output/process-streams.js")]);
  process.exitCode = await run(words, await processStreams());
}

void main();
