// Builds after an install. `npm install -g` from a git repository comes here without the packages that a build needs,
// since the setting `global` reaches the install that is to bring them.
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

const cwd = fileURLToPath(new URL("..", import.meta.url));
const npm = (...words) => execFileSync("npm", words, { cwd, stdio: "inherit", shell: process.platform === "win32" });

if (!existsSync(`${cwd}/node_modules/tsx`)) npm("ci", "--no-global", "--include=dev", "--ignore-scripts", "--no-audit", "--no-fund");
npm("run", "build");
