// Builds after an install, unless what was built is newer than all that it is built from: `npx fettle` in a clone
// installs the clone each time. `npm install -g` from a git repository comes here without the packages that a build
// needs, since the setting `global` reaches the install that is to bring them.
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("..", import.meta.url));
const npm = (...words) => execFileSync("npm", words, { cwd, stdio: "inherit", shell: process.platform === "win32" });

/** What the build reads; the rest of the repository changes nothing about it. */
const sources = [
  "engine",
  "rules",
  "schemas",
  "scripts/generate.ts",
  "scripts/bundle.ts",
  "package.json",
  "package-lock.json",
  "tsconfig.json",
  "tsconfig.build.json",
];
/** Written last by the build. */
const built = `${cwd}/dist/prelinked/vllm.json`;

function newestIn(place) {
  if (!existsSync(place)) return 0;
  const found = statSync(place);
  if (!found.isDirectory()) return found.mtimeMs;
  // A folder's own time tells of files that are gone.
  const inside = readdirSync(place)
    .filter((name) => name !== "generated")
    .map((name) => newestIn(`${place}/${name}`));
  return inside.reduce((newest, time) => Math.max(newest, time), place.endsWith("/engine") ? 0 : found.mtimeMs);
}

const isBuilt = existsSync(built) && sources.every((source) => newestIn(`${cwd}/${source}`) <= statSync(built).mtimeMs);
if (!isBuilt) {
  if (!existsSync(`${cwd}/node_modules/tsx`))
    npm("ci", "--no-global", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund");
  npm("run", "build");
}
