#!/usr/bin/env node
import { processStreams } from "./process-streams.js";
import { run } from "./run.js";

void run(process.argv.slice(2), processStreams()).then((code) => (process.exitCode = code));
