#!/usr/bin/env node
import { delayOptimization } from "./delay-optimization.js";
import { processStreams } from "./output/process-streams.js";
import { run } from "./run.js";

async function main(): Promise<void> {
  delayOptimization();
  process.exitCode = await run(process.argv.slice(2), await processStreams());
}

void main();
