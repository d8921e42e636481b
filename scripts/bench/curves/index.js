import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { commandLine } from "../lib/paths.js";
import { scratchFolder } from "../lib/scratch.js";
import { spawnRounds } from "../lib/spawn-rounds.js";
import { summarize } from "../lib/statistics.js";
import { makeProject } from "./make-project.js";

/** What grows, with its sizes: `prove` has fewer, since it asks the solver. */
const sizes = {
  rules: [250, 500, 1000, 2000],
  packs: [100, 200, 400, 800],
  conditions: [250, 500, 1000, 2000],
  includes: [100, 200, 400, 800],
  document: [1_000_000, 2_000_000, 4_000_000, 8_000_000],
  releases: [3, 6, 12, 24],
};
const proved = { rules: [10, 20, 40], packs: [10, 20, 40], conditions: [10, 20, 40], includes: [10, 20, 40] };
const fixed = { rules: 3, packs: 1, conditions: 2, includes: 0, document: 0, releases: 1 };

/**
 * How the processor time of commands grows with a project, as points and as the exponent of the time beyond that of a
 * project with nothing in it: 1 is linear, 2 quadratic.
 */
export function measureCurves({ pace, note }) {
  const rounds = pace.starts < 10 ? 1 : 3;
  const scratch = scratchFolder();
  const isQuick = pace.starts < 10;
  const curves = [];
  for (const [dimension, all] of Object.entries(sizes)) {
    note(`growth with ${dimension}`);
    // Cases have small documents, and only `apply` is given the large one.
    for (const command of dimension === "document" ? ["apply"] : ["check", "test", "apply"])
      curves.push(measureCurve(command, dimension, isQuick ? all.slice(-2) : all, scratch, rounds));
    const few = proved[dimension];
    if (few !== undefined) curves.push(measureCurve("prove", dimension, few, scratch, 1));
  }
  return curves;
}

function measureCurve(command, dimension, points, scratch, rounds) {
  // The least project says what a start costs, which is taken off.
  const projects = [null, ...points].map((size) => writeProject(scratch, size === null ? null : { [dimension]: size }));
  const commands = projects.map((folder, index) => ({
    name: String(index),
    args: [commandLine, ...wordsOf(command, folder)],
    cwd: folder,
    status: null,
    usage: true,
    piped: true,
    isWarm: true,
    timeout: 20_000,
  }));
  const measured = spawnRounds(commands, rounds);
  for (const folder of projects) rmSync(folder, { recursive: true });
  const [start, ...times] = commands.map(({ name }) => {
    const { facts } = measured.get(name);
    return facts.processor.includes(null) ? null : summarize(facts.processor).median;
  });
  const found = points.map((size, index) => ({ size, milliseconds: times[index] }));
  return { command, dimension, start, points: found, exponent: exponentOf(found, start) };
}

/** `test` and `prove` are asked about the made packs alone, not about the shipped ones as well. */
function wordsOf(command, folder) {
  if (command === "apply") return ["apply", "--rules", folder, path.join(folder, "document.json")];
  const packs = readdirSync(path.join(folder, "acme")).filter((name) => name.endsWith(".pack.json"));
  const names = packs.map((name) => `acme/${name.slice(0, -".pack.json".length)}`);
  return [command, "--rules", folder, ...(command === "check" ? [] : names)];
}

let count = 0;

function writeProject(scratch, change) {
  const folder = path.join(scratch, `project-${++count}`);
  const files = makeProject({ ...fixed, ...change });
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), JSON.stringify(content));
  }
  return folder;
}

/** The slope of a line through the logarithms; null where too few points stand out from the start. */
export function exponentOf(points, start) {
  const clear = points
    .filter(({ milliseconds }) => milliseconds !== null && milliseconds > start * 1.05)
    .map(({ size, milliseconds }) => [Math.log(size), Math.log(milliseconds - start)]);
  if (clear.length < 2) return null;
  const mean = (index) => clear.reduce((sum, point) => sum + point[index], 0) / clear.length;
  const [x, y] = [mean(0), mean(1)];
  const above = clear.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return above / clear.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
