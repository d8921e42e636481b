import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { bench } from "./paths.js";

/** Programs that are no packages of npm, at fixed versions; the folder is left out of the repository. */
const version = "v1.22.4";
const cedarVersion = "4.14.1";
const tools = path.join(bench, ".tools");
const bin = path.join(tools, "bin");
export const opa = path.join(bin, "opa");
export const cedar = path.join(bin, "cedar");

/** Builds OPA with Go where it is not there; without Go, its rows are left out. Returns its version or null. */
export function installOpa(note) {
  if (!existsSync(opa)) {
    if (spawnSync("go", ["version"]).status !== 0) {
      note("no Go here, so OPA is left out");
      return null;
    }
    note("building OPA");
    const settings = { GOBIN: bin, GOPATH: path.join(tools, "go"), GOFLAGS: "-modcacherw" };
    execFileSync("go", ["install", `github.com/open-policy-agent/opa@${version}`], {
      env: { ...process.env, ...settings },
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  return execFileSync(opa, ["version"], { encoding: "utf8" }).match(/Version: (\S+)/)[1];
}

/** Builds Cedar's command line with Cargo where it is not there; without Cargo, its rows are left out. Returns its version or null. */
export function installCedar(note) {
  if (!existsSync(cedar)) {
    if (spawnSync("cargo", ["--version"]).status !== 0) {
      note("no Cargo here, so Cedar is left out");
      return null;
    }
    note("building Cedar, which takes minutes");
    const words = ["install", "cedar-policy-cli", "--version", cedarVersion, "--locked", "--root", tools];
    execFileSync("cargo", words, { stdio: ["ignore", "ignore", "inherit"] });
  }
  return cedarVersion;
}

/** The installed z3 that Fettle would use; null if there is none. */
export function findZ3() {
  const program = process.env.FETTLE_Z3 ?? "z3";
  return program !== "none" && spawnSync(program, ["--version"]).status === 0 ? program : null;
}
