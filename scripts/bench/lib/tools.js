import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { bench, root } from "./paths.js";

/** Programs that are no packages of npm, at fixed versions; the folder is left out of the repository. */
const tools = path.join(bench, ".tools");
const bin = path.join(tools, "bin");
export const opa = path.join(bin, "opa");
export const cedar = path.join(bin, "cedar");

const forGo = { GOBIN: bin, GOPATH: path.join(tools, "go"), GOFLAGS: "-modcacherw" };

/** Builds OPA with Go where it is not there. Returns its version; null without Go. */
export const installOpa = (note) =>
  build(note, {
    ...{ file: opa, version: "1.22.4", builder: "go", probe: "version", env: forGo },
    words: ["install", "github.com/open-policy-agent/opa@v1.22.4"],
  });

/** Builds Cedar's command line with Cargo where it is not there. Returns its version; null without Cargo. */
export const installCedar = (note) =>
  build(note, {
    ...{ file: cedar, version: "4.14.1", builder: "cargo", probe: "--version", env: {} },
    words: ["install", "cedar-policy-cli", "--version", "4.14.1", "--locked", "--root", tools],
  });

function build(note, { file, version, builder, probe, env, words }) {
  if (existsSync(file)) return version;
  const name = path.basename(file);
  if (spawnSync(builder, [probe]).status !== 0) {
    note(`no ${builder} here, so ${name} is left out`);
    return null;
  }
  note(`building ${name}, which takes minutes`);
  execFileSync(builder, words, { env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "inherit"] });
  return version;
}

/**
 * Installs what the audits of `scripts/fleet` need where it is not there. Returns the Python to run them with; null
 * without Python or Java.
 */
export function installFleetPython(note) {
  const folder = path.join(tools, "fleet");
  const python = path.join(folder, "bin", "python");
  for (const [builder, probe] of [
    ["python3", "--version"],
    ["java", "-version"],
  ])
    if (spawnSync(builder, [probe]).status !== 0) {
      note(`no ${builder} here, so the audits of a fleet are left out`);
      return null;
    }
  const installed = path.join(folder, "installed");
  if (existsSync(installed)) return python;
  note("installing Spark and Ray, which takes minutes");
  const quiet = { stdio: ["ignore", "ignore", "inherit"] };
  execFileSync("python3", ["-m", "venv", folder], quiet);
  const wanted = path.join(root, "scripts/fleet/requirements.txt");
  execFileSync(python, ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted], quiet);
  writeFileSync(installed, "");
  return python;
}

/** The installed z3 that Fettle would use; null if there is none. */
export function findZ3() {
  const program = process.env.FETTLE_Z3 ?? "z3";
  return program !== "none" && spawnSync(program, ["--version"]).status === 0 ? program : null;
}
