import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { bench, commandLine, library, root } from "./paths.js";

/** Builds Fettle where it is not built, and installs the engines it is compared with where they are not as locked. */
export function prepare(note) {
  if (!existsSync(commandLine) || !existsSync(fileURLToPath(library))) {
    note("building fettle");
    npm(["run", "build"]);
  }
  if (isInstalled()) return;
  note("installing the engines to compare with");
  // Not `npm ci`: it wants the packages of every platform that zen-engine is built for in the lockfile.
  npm(["install", "--no-save", "--prefix", bench]);
}

/** What npm writes down when it has installed is no older than the lockfile. */
function isInstalled() {
  const [written, lock] = [path.join(bench, "node_modules/.package-lock.json"), path.join(bench, "package-lock.json")];
  return existsSync(written) && statSync(written).mtimeMs >= statSync(lock).mtimeMs;
}

function npm(args) {
  execFileSync("npm", args, { cwd: root, stdio: ["ignore", "ignore", "inherit"], shell: process.platform === "win32" });
}

/** The version of each engine, as it is installed. */
export function peerVersions() {
  const { devDependencies } = JSON.parse(readFileSync(path.join(bench, "package.json"), "utf8"));
  return Object.fromEntries(
    Object.keys(devDependencies).map((name) => [
      name,
      JSON.parse(readFileSync(path.join(bench, "node_modules", name, "package.json"), "utf8")).version,
    ]),
  );
}
