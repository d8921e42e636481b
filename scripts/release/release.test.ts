import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, expect, test, vi } from "vitest";
import { sectionOf } from "./changelog.js";
import { makeRelease } from "./make-release.js";

const root = mkdtempSync(path.join(tmpdir(), "release-"));
afterAll(() => rmSync(root, { recursive: true }));

const git = (...args: string[]) => execFileSync("git", args, { cwd: root, encoding: "utf8" }).trim();
const write = (name: string, text: string) => writeFileSync(path.join(root, name), text);
const read = (name: string) => readFileSync(path.join(root, name), "utf8");
const release = (bump: string, check = () => {}) => makeRelease({ root, bump, day: "2026-12-01", check });

test("a release bumps, dates the changelog, commits and tags; whatever is wrong changes nothing", () => {
  git("init", "--quiet", "--initial-branch", "main");
  for (const [key, value] of [
    ["user.name", "A"],
    ["user.email", "a@example.com"],
  ] as const)
    git("config", key, value);
  write("package.json", '{ "name": "x", "version": "0.1.0" }\n');
  write("CHANGELOG.md", "# Changelog\n\n## Unreleased\n\n- a new thing\n\n## 0.1.0 (2026-01-01)\n\n- first\n");
  git("add", ".");
  git("commit", "--quiet", "--message", "start");

  expect(() => release("bigger")).toThrow("`bigger` is neither a version nor major, minor or patch");
  expect(() => release("0.0.9")).toThrow("0.0.9 is older than 0.1.0");
  write("new.txt", "");
  expect(() => release("minor")).toThrow("not committed");
  rmSync(path.join(root, "new.txt"));
  const failing = vi.fn(() => {
    throw new Error("a test failed");
  });
  expect(() => release("minor", failing)).toThrow("a test failed");
  expect([git("status", "--porcelain"), git("tag")]).toEqual(["", ""]);

  expect(release("minor")).toBe("v0.2.0");
  expect(JSON.parse(read("package.json"))).toMatchObject({ version: "0.2.0" });
  expect(read("CHANGELOG.md")).toBe(
    "# Changelog\n\n## Unreleased\n\n## 0.2.0 (2026-12-01)\n\n- a new thing\n\n## 0.1.0 (2026-01-01)\n\n- first\n",
  );
  expect(sectionOf(read("CHANGELOG.md"), "0.2.0")).toBe("- a new thing");
  expect(git("log", "-1", "--format=%s")).toBe("chore: release 0.2.0");
  expect([git("tag"), git("status", "--porcelain")]).toEqual(["v0.2.0", ""]);
  expect(() => release("0.2.0")).toThrow("the tag v0.2.0 exists already");
  expect(() => release("patch")).toThrow("CHANGELOG.md has nothing under `## Unreleased`");
});
