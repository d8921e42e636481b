#!/usr/bin/env node
import { processStreams } from "./process-streams.js";
import { run } from "./run.js";

process.exitCode = await run(process.argv.slice(2), processStreams());
