import { execFileSync, spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";
import { bench } from "./paths.js";

/** Programs that are no packages of npm, at fixed versions; the folder is left out of the repository. */
const version = "v1.22.4";
const bin = path.join(bench, ".tools/bin");
export const opa = path.join(bin, "opa");

/** Builds OPA with Go where it is not there; without Go, its rows are left out. Returns its version or null. */
export function installOpa(note) {
  if (!existsSync(opa)) {
    if (spawnSync("go", ["version"]).status !== 0) {
      note("no Go here, so OPA is left out");
      return null;
    }
    note("building OPA");
    const settings = { GOBIN: bin, GOPATH: path.join(bench, ".tools/go"), GOFLAGS: "-modcacherw" };
    execFileSync("go", ["install", `github.com/open-policy-agent/opa@${version}`], {
      env: { ...process.env, ...settings },
      stdio: ["ignore", "ignore", "inherit"],
    });
  }
  return execFileSync(opa, ["version"], { encoding: "utf8" }).match(/Version: (\S+)/)[1];
}
