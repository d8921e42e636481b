import { spawn } from "node:child_process";
import { once } from "node:events";

/** The same command for each file at once, in processes that share nothing: the most that threads can reach here. */
const [commandLine, ...files] = process.argv.slice(2);
const running = files.map((file) =>
  once(spawn(process.execPath, [commandLine, "apply", "--ndjson", "--quiet", file], { stdio: "ignore" }), "exit"),
);
const codes = (await Promise.all(running)).map(([code]) => code);
process.exitCode = codes.every((code) => code === 1) ? 1 : 2;
