import { spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";
import path from "node:path";
import { installFleetPython } from "../lib/tools.js";
import { commandLine, root } from "../lib/paths.js";

const base = "spark, only json";
/** So many that the difference is well beyond the spread of starts. */
const sizes = [2000, 1_000_000];
const titles = {
  [base]: "Spark, Python's json parses and writes",
  spark: "Spark audit",
  ray: "Ray audit",
  alone: "fettle apply --ndjson, one process",
};

/**
 * The audits of `scripts/fleet` beside a Spark job that parses each document with Python's json and writes it again,
 * all with every core. What a job takes beyond its start is the difference between a small folder and a large one. Null
 * without Python or Java.
 */
export function measureFleet({ pace, note }) {
  const python = installFleetPython(note);
  if (python === null) return null;
  note("audits of a fleet, which takes minutes");
  const measured = runIsolated(python, [
    ...["--command", `${process.execPath} ${commandLine}`],
    ...["--sizes", sizes.join(","), "--rounds", String(pace.fleet)],
  ]);
  const secondsOf = (way, size) => measured.find((row) => row.way === way && row.documents === size)?.seconds ?? null;
  const beyondStart = (way) => secondsOf(way, sizes[1]) - secondsOf(way, sizes[0]);
  const hasFinished = (way) => sizes.every((size) => secondsOf(way, size) !== null);
  if (!hasFinished(base)) throw new Error("the Spark job that the audits are compared with did not finish");
  return {
    cores: availableParallelism(),
    sizes,
    rounds: pace.fleet,
    rows: Object.entries(titles).map(([way, name]) => ({
      name,
      seconds: sizes.map((size) => secondsOf(way, size)),
      documentsPerSecond: hasFinished(way) ? (sizes[1] - sizes[0]) / beyondStart(way) : null,
      speed: hasFinished(way) ? beyondStart(base) / beyondStart(way) : null,
      least: way === "spark" || way === "ray" ? 1 : null,
    })),
  };
}

/** Ray listens on every address of a machine, so that it gets a network of its own where that is possible. */
function runIsolated(python, words) {
  const script = [python, path.join(root, "scripts/fleet/measure.py"), ...words];
  const inside = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...script];
  const isPossible = spawnSync("unshare", ["-rn", "true"]).status === 0;
  const [program, ...rest] = isPossible ? inside : script;
  const { status, stdout } = spawnSync(program, rest, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, PYTHONDONTWRITEBYTECODE: "1" },
  });
  // With 1, some contender did not finish.
  if (status !== 0 && status !== 1) throw new Error(`scripts/fleet/measure.py ended with exit code ${status}`);
  return JSON.parse(stdout);
}
