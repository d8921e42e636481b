import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { bench } from "./paths.js";

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

/** The installed z3 that Fettle would use; null if there is none. */
export function findZ3() {
  const program = process.env.FETTLE_Z3 ?? "z3";
  return program !== "none" && spawnSync(program, ["--version"]).status === 0 ? program : null;
}
