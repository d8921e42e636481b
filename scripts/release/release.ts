// `npm run release -- minor` makes a release on this machine: tests, version, changelog, commit and tag.
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { makeRelease } from "./make-release.js";

const root = fileURLToPath(new URL("../..", import.meta.url));
const check = () => void execFileSync("npm", ["test"], { cwd: root, stdio: "inherit" });

try {
  const day = new Date().toISOString().slice(0, 10);
  const tag = makeRelease({ root, bump: process.argv[2] ?? "", day, check });
  console.log(`made ${tag}; publish it with: git push --follow-tags origin main`);
} catch (error) {
  console.error(`no release: ${(error as Error).message}`);
  process.exitCode = 1;
}
