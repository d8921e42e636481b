import { availableParallelism } from "node:os";
import path from "node:path";
import { commandLine } from "../lib/paths.js";
import { compare } from "../lib/ratios.js";
import { scratchFolder } from "../lib/scratch.js";
import { spawnRounds } from "../lib/spawn-rounds.js";
import { summarize } from "../lib/statistics.js";
import { writeLines } from "./write-lines.js";

const program = (name) => path.join(import.meta.dirname, "programs", name);

/**
 * Many documents, one a line: speed against parsing and printing alone, and memory for a stream and one ten times as
 * long.
 */
export function measureStreams({ features, pace, note }) {
  note("streams");
  const scratch = scratchFolder();
  const [short, long] = [path.join(scratch, "short.ndjson"), path.join(scratch, "long.ndjson")];
  writeLines(short, pace.lines / 10);
  writeLines(long, pace.lines);
  const cores = availableParallelism();
  const parts = Array.from({ length: cores }, (_, index) => path.join(scratch, `part-${index}.ndjson`));
  for (const part of parts) writeLines(part, pace.lines / cores);
  const apply = (file, ...flags) => ({
    args: [commandLine, "apply", "--ndjson", "--quiet", ...flags, file],
    status: 1,
  });
  const jobs = [1, cores].map((count) => ({
    name: `fettle apply --ndjson --jobs ${count}`,
    ...apply(long, "--jobs", String(count)),
    isThere: features.jobs,
  }));
  const commands = [
    { name: "JSON.parse and JSON.stringify", args: [program("parse-and-print.js"), long] },
    { name: "fettle apply --ndjson", ...apply(long), isThere: features.lines, target: 0.5 },
    ...jobs,
    {
      name: `fettle apply --ndjson, ${cores} processes, a part each`,
      args: [program("side-by-side.js"), commandLine, ...parts],
      status: 1,
      isThere: features.lines,
      isParent: true,
    },
    { name: "a tenth of the lines", ...apply(short), isThere: features.lines },
  ];
  const measured = spawnRounds(
    commands.filter(({ isThere = true }) => isThere).map((command) => ({ ...command, usage: true })),
    pace.streams,
  );
  const base = measured.get(commands[0].name);
  const whole = commands.filter(({ name }) => name !== "a tenth of the lines");
  return {
    lines: pace.lines,
    cores,
    rows: whole.map(({ name, target = null, isParent = false }) => ({
      name,
      target,
      ...toRow(measured.get(name), base, pace.lines, isParent),
    })),
    memory: compareMemory(measured, "fettle apply --ndjson", "a tenth of the lines"),
  };
}

/** Speeds are lines a second; `speed` is a share of the base's, `processor` the same in processor time. */
function toRow(entry, base, lines, isParent) {
  if (entry === undefined) return { linesPerSecond: null, speed: null, processorSpeed: null, peakMegabytes: null };
  const { time, ratio } = compare({ times: base.times }, entry);
  const own = summarize(entry.times);
  return {
    linesPerSecond: Math.round(lines / (own.median / 1000)),
    speed: ratio,
    ...(isParent ? { processorSpeed: null, peakMegabytes: null } : usageOf(entry, base)),
    baseMilliseconds: time.median,
  };
}

/** Of the process alone: what its children use is not among it. */
function usageOf(entry, base) {
  return {
    processorSpeed: summarize(base.facts.processor.map((used, round) => used / entry.facts.processor[round])),
    peakMegabytes: Math.round(summarize(entry.facts.peaks).median / 1024),
  };
}

function compareMemory(measured, long, short) {
  if (!measured.has(long)) return null;
  const megabytes = (name) => Math.round(summarize(measured.get(name).facts.peaks).median / 1024);
  return { long: megabytes(long), short: megabytes(short) };
}
