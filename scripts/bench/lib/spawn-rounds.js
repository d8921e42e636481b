import { spawnSync } from "node:child_process";
import { openSync, closeSync } from "node:fs";
import path from "node:path";

/**
 * Runs commands `{ name, args, input, cwd }` of Node, or of another `program`, in turn, round after round; gives
 * milliseconds of each run by name.
 */
export function spawnRounds(commands, rounds) {
  const measured = new Map(commands.map(({ name }) => [name, { times: [], facts: { peaks: [], processor: [] } }]));
  // The first round fills the caches of the file system, but where a command takes minutes.
  const first = commands.every(({ isWarm = false }) => isWarm) ? 1 : 0;
  for (let round = first; round <= rounds; round++) {
    for (let turn = 0; turn < commands.length; turn++) {
      const command = commands[(turn + round) % commands.length];
      const run = runOnce(command);
      if (round === 0) continue;
      const { times, facts } = measured.get(command.name);
      times.push(run.milliseconds);
      facts.peaks.push(run.peak);
      facts.processor.push(run.processor);
    }
  }
  return measured;
}

const preload = new URL("report-usage.js", import.meta.url).href;

const wrapper = path.join(import.meta.dirname, "run-usage.py");

/**
 * `usage` asks for the peak memory and the processor time as well, which a start-up is not burdened with; `piped` reads
 * what the command prints, as a script would. `program` is another one than Node.
 */
function runOnce({ program, args, cwd, env, input, usage = false, status: expected = 0, piped = false, timeout }) {
  const stdin = input === undefined ? "ignore" : openSync(input);
  const words =
    program === undefined ? [...(usage ? ["--import", preload] : []), ...args] : [wrapper, program, ...args];
  const start = process.hrtime.bigint();
  const { status, stderr, output } = spawnSync(program === undefined ? process.execPath : "python3", words, {
    stdio: [stdin, piped ? "pipe" : "ignore", "pipe", "pipe"],
    encoding: "utf8",
    ...(cwd !== undefined && { cwd }),
    ...(env !== undefined && { env: { ...process.env, ...env } }),
    maxBuffer: Infinity,
    timeout,
  });
  const milliseconds = Number(process.hrtime.bigint() - start) / 1e6;
  if (stdin !== "ignore") closeSync(stdin);
  if (status === null && timeout !== undefined) return { milliseconds, peak: null, processor: null };
  // `null` takes any end: what is measured may find something, which is none of its business.
  if (expected !== null && status !== expected)
    throw new Error(`\`${args.join(" ")}\` ended with ${status}: ${stderr}`);
  return { milliseconds, ...(usage ? JSON.parse(output[3]) : { peak: null, processor: null }) };
}
