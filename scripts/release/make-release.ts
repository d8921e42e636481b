import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import semver, { type ReleaseType } from "semver";
import { releaseSection } from "./changelog.js";

export interface ReleaseOptions {
  /** The repository's root folder. */
  readonly root: string;
  /** A version, or `major`, `minor` or `patch`. */
  readonly bump: string;
  /** YYYY-MM-DD. */
  readonly day: string;
  /** Runs before any change; throws if the repository is not ready for a release. */
  check(): void;
}

/** Checks, bumps the version, dates the changelog, commits and tags. Returns the tag, which is not pushed. */
export function makeRelease({ root, bump, day, check }: ReleaseOptions): string {
  const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
  const { version: current } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8")) as { version: string };
  const version = semver.valid(bump) ?? semver.inc(current, bump as ReleaseType);
  if (version === null) throw new Error(`\`${bump}\` is neither a version nor major, minor or patch`);
  if (semver.lt(version, current)) throw new Error(`${version} is older than ${current}`);
  const tag = `v${version}`;
  if (git("tag", "--list", tag) !== "") throw new Error(`the tag ${tag} exists already`);
  if (git("branch", "--show-current") !== "main") throw new Error("a release is made on the branch main");
  if (git("status", "--porcelain") !== "") throw new Error("there are changes that are not committed");
  const file = path.join(root, "CHANGELOG.md");
  const changelog = releaseSection(readFileSync(file, "utf8"), version, day);
  check();
  writeFileSync(file, changelog);
  const bumping = ["version", version, "--no-git-tag-version", "--allow-same-version", "--ignore-scripts"];
  execFileSync("npm", bumping, { cwd: root, stdio: "ignore" });
  git("commit", "--quiet", "--all", "--message", `chore: release ${version}`);
  git("tag", "--annotate", tag, "--message", tag);
  return tag;
}
