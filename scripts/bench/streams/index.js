import { availableParallelism } from "node:os";
import path from "node:path";
import { commandLine } from "../lib/paths.js";
import { compare } from "../lib/ratios.js";
import { scratchFolder } from "../lib/scratch.js";
import { spawnRounds } from "../lib/spawn-rounds.js";
import { summarize } from "../lib/statistics.js";
import { largeDocuments, smallDocuments, writeLines } from "./write-lines.js";

const program = (name) => path.join(import.meta.dirname, "programs", name);

/** Small documents with what rules read, and whole ones of a fleet, which repeat each other's sections. */
export function measureStreams({ features, pace, note }) {
  const cores = availableParallelism();
  const measure = (kind) => measureStream({ ...kind, features, rounds: pace.streams, cores, note });
  return {
    cores,
    kinds: [
      measure({ title: "small documents", texts: smallDocuments(), lines: pace.lines, least: 0.5 }),
      measure({ title: "documents of 9 KB", texts: largeDocuments(), lines: pace.lines / 5, least: 1.2 }),
    ],
  };
}

/**
 * Many documents, one a line: speed against parsing and printing alone, and memory for a stream and one ten times as
 * long.
 */
function measureStream({ title, texts, lines, least, features, rounds, cores, note }) {
  note(`streams of ${title}`);
  const scratch = scratchFolder();
  const [short, long] = [path.join(scratch, "short.ndjson"), path.join(scratch, "long.ndjson")];
  writeLines(short, texts, lines / 10);
  writeLines(long, texts, lines);
  const parts = Array.from({ length: cores }, (_, index) => path.join(scratch, `part-${index}.ndjson`));
  for (const part of parts) writeLines(part, texts, lines / cores);
  const apply = (file, ...flags) => ({
    args: [commandLine, "apply", "--ndjson", "--quiet", ...flags, file],
    status: 1,
  });
  const jobs = [1, cores].map((count) => ({
    name: `fettle apply --ndjson --jobs ${count}`,
    ...apply(long, "--jobs", String(count)),
    isThere: features.jobs,
    ...(count > 1 && { target: { least: 1.6, of: "fettle apply --ndjson" } }),
  }));
  const commands = [
    { name: "JSON.parse and JSON.stringify", args: [program("parse-and-print.js"), long] },
    { name: "fettle apply --ndjson", ...apply(long), isThere: features.lines, target: { least } },
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
    rounds,
  );
  const base = measured.get(commands[0].name);
  const whole = commands.filter(({ name }) => name !== "a tenth of the lines");
  return {
    title,
    lines,
    rows: whole.map(({ name, target = null, isParent = false }) => ({
      name,
      target,
      ...toRow(measured.get(name), base, lines, isParent),
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
