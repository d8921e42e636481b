import { firstOf, fromRecord } from "../../../engine/common/must.js";
import { decideWith } from "../../../engine/diff/decide.js";
import { compareRules } from "../../../engine/diff/compare-rules.js";
import { openProver } from "../../../engine/solver/prover.js";
import { provePack } from "../../../engine/proofs/prove-pack.js";
import { loadProgram, type Program } from "../../../engine/workspace/load-program.js";
import type { Pack } from "../../../engine/generated/pack.js";
import { shapes } from "./shapes.js";

/**
 * Prints how the processor time of `prove` and `diff` grows with the size of a pack, by how its rules hang together:
 * `npx tsx scripts/bench/solver/growth.ts [--shapes a,b] [--sizes 10,20] [--time SECONDS]`.
 */
const options = new Map(
  process.argv
    .slice(2)
    .flatMap((arg, index, all) => (arg.startsWith("--") ? [[arg.slice(2), all[index + 1] ?? ""] as const] : [])),
);
const sizes = (options.get("sizes") ?? "10,20,40,80,160,320").split(",").map(Number);
const chosen = options.get("shapes")?.split(",") ?? Object.keys(shapes);
const kinds = options.get("commands")?.split(",") ?? ["prove", "diff"];
const seconds = Number(options.get("time") ?? 60);

for (const name of chosen) {
  for (const kind of kinds) {
    const points: (readonly [number, number])[] = [];
    const cells: string[] = [];
    for (const size of sizes) {
      const { packs, edited } = fromRecord(shapes, name)(size);
      const measured = await measure(kind === "prove" ? () => prove(packs) : () => diff(packs, edited));
      cells.push(`${size}: ${measured.cpu.toFixed(2)} s${measured.open === 0 ? "" : ` (${measured.open} open)`}`);
      console.error(`${name} ${kind} ${cells.at(-1)} wall ${measured.wall.toFixed(1)}`);
      points.push([size, measured.cpu]);
      if (measured.cpu > seconds) break;
    }
    console.log(`| ${name} | ${kind} | ${cells.join(", ")} | ${exponent(points).toFixed(1)} |`);
  }
}

async function measure(
  run: () => Promise<number>,
): Promise<{ readonly cpu: number; readonly wall: number; readonly open: number }> {
  const [before, start] = [process.cpuUsage(), performance.now()];
  const open = await run();
  const { user, system } = process.cpuUsage(before);
  return { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1000, open };
}

/** Number of undecided proofs. */
async function prove(packs: readonly Pack[]): Promise<number> {
  const program = await load(packs);
  const prover = await openProver();
  try {
    return (await provePack(prover, program.linked, firstOf(packs).pack, [])).filter(
      ({ outcome }) => outcome === "unknown",
    ).length;
  } finally {
    await prover.close();
  }
}

/** Number of undecided differences. */
async function diff(packs: readonly Pack[], edited: readonly Pack[]): Promise<number> {
  const [before, after] = [await load(packs), await load(edited)];
  const prover = await openProver();
  try {
    const decide = decideWith(prover, { before: before.linked, after: after.linked }, seconds);
    const compared = await compareRules(before, after, { decide, fleet: null, show: () => undefined });
    return compared.packs.reduce((sum, { unproved }) => sum + unproved.length, 0);
  } finally {
    await prover.close();
  }
}

async function load(packs: readonly Pack[]): Promise<Program> {
  const files: Record<string, object> = {
    "bench.set.json": { set: "bench", target: "vllm@0.19.0", stages: [{ pack: firstOf(packs).pack }] },
  };
  for (const pack of packs) files[`${pack.pack}.pack.json`] = pack;
  const { program, diagnostics } = await loadProgram({ set: "bench", files });
  if (program === null) throw new Error(JSON.stringify(diagnostics.slice(0, 3)));
  return program;
}

/** Slope of the least-squares line through the logarithms of the last four points. */
function exponent(points: readonly (readonly [size: number, seconds: number])[]): number {
  const logs = points.slice(-4).map(([size, time]) => [Math.log(size), Math.log(time)] as const);
  const [x, y] = [0, 1].map((axis) => logs.reduce((sum, point) => sum + point[axis as 0 | 1], 0) / logs.length) as [
    number,
    number,
  ];
  const over = logs.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  return over / logs.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
}
