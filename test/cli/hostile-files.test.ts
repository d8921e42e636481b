import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import path from "node:path";
import { expect, test } from "vitest";
import { isLong } from "../long.js";
import { fettle, fixtures, folderWith } from "./fettle.js";

const pack = '{\n  "pack": "acme/gpu",\n  "hook": "vllm_config",\n  "rules": []\n}\n';
const secret = "hunter2: the password of production\n";
const releases = ["--from", "0.19.0", "--to", "0.20.0"];
const gemma = readFileSync(path.join(fixtures, "gemma/config.json"), "utf8");

/** A project with a private file beside its rules, and a file that leads there. */
function project(file: string, target = "../../private.txt"): string {
  const cwd = folderWith({ "repo/rules/acme/gpu.pack.json": pack, "private.txt": secret, "repo/x": "" });
  mkdirSync(path.dirname(path.join(cwd, "repo", file)), { recursive: true });
  symlinkSync(path.resolve(cwd, "repo/rules", target), path.join(cwd, "repo", file));
  return path.join(cwd, "repo");
}

const ruleFiles = ["gpu2.pack.json", "gpu.cases.json", "gpu.claims.json", "own.set.json"];

test.each(ruleFiles)("a link among rules to a private file is one finding, and nothing of it is shown: %s", (name) => {
  const cwd = project(`rules/acme/${name}`);
  const { code, out, err } = fettle(["check", "rules"], { cwd });
  const file = `rules/acme/${name}`;
  expect(out + err).toContain(`${file}: error: \`${file}\` is outside the folders that are read`);
  expect((out + err).match(/error:/g)).toHaveLength(1);
  expect(code).toBe(1);
  expect(out + err).not.toContain("hunter2");
});

test.each([
  ["a device", "/dev/zero", "is outside"],
  ["nothing", "nowhere.json", "does not exist"],
])("a link among rules to %s is one finding", (_name, target, words) => {
  const { code, out, err } = fettle(["check", "rules"], { cwd: project("rules/acme/zero.pack.json", target) });
  expect(out + err).toContain(words);
  expect((out + err).match(/error:/g)).toHaveLength(1);
  expect(code).toBe(1);
});

test("pipes and sockets among rules, and devices as rules, are findings", async () => {
  const cwd = folderWith({ "rules/acme/gpu.pack.json": pack });
  execFileSync("mkfifo", [path.join(cwd, "rules/acme/pipe.pack.json")]);
  const server = createServer().listen(path.join(cwd, "rules/acme/socket.pack.json"));
  const { out, err } = fettle(["check", "rules"], { cwd });
  server.close();
  expect(out + err).toContain("`rules/acme/pipe.pack.json` is a pipe, not a regular file");
  expect(out + err).toContain("`rules/acme/socket.pack.json` is a socket, not a regular file");
  const device = fettle(["list", "--rules", "/dev/zero"], { cwd });
  expect(device).toMatchObject({ code: 2, err: expect.stringContaining("`/dev/zero` is a device") });
});

test("links that stay inside, and a folder that is itself a link, are read", () => {
  const cwd = folderWith({ "shared/real.json": pack, "rules/acme/x": "" });
  symlinkSync("../../shared/real.json", path.join(cwd, "rules/acme/gpu.pack.json"));
  symlinkSync("rules", path.join(cwd, "link"));
  expect(fettle(["check", "."], { cwd }).out).toContain("checked 1 file");
  expect(fettle(["check", "link"], { cwd }).out).toContain("is outside");
  writeFileSync(path.join(cwd, "rules/acme/other.pack.json"), pack.replace("gpu", "other"));
  expect(fettle(["check", "link/acme/other.pack.json"], { cwd }).out).toContain("no findings");
});

test("a rule file or project above 64 MB is refused before it is read", () => {
  const cwd = folderWith({ "rules/acme/big.pack.json": "", "fettle.config.json": "" });
  truncateSync(path.join(cwd, "rules/acme/big.pack.json"), 2 ** 40);
  expect(fettle(["check", "rules", "--set", "vllm"], { cwd: path.join(cwd, "rules"), env: {} }).code).toBe(2);
  truncateSync(path.join(cwd, "fettle.config.json"), 2 ** 40);
  const { err } = fettle(["list"], { cwd });
  expect(err).toContain("`fettle.config.json` is larger than 64 MB [file-too-large]");
});

test("fettle.config.json has to be a regular file of its folder", () => {
  const linked = fettle(["list"], { cwd: project("fettle.config.json", "../../private.txt") });
  expect(linked).toMatchObject({ code: 2, err: expect.stringContaining("`fettle.config.json` is outside") });
  const cwd = folderWith({});
  execFileSync("mkfifo", [path.join(cwd, "fettle.config.json")]);
  expect(fettle(["list"], { cwd })).toMatchObject({ code: 2, err: expect.stringContaining("is a pipe") });
});

test("at a revision as well: links, submodules and large files are findings", () => {
  const cwd = project("rules/acme/secret.pack.json");
  const git = (...args: string[]) => {
    const all = ["-c", "user.name=a", "-c", "user.email=a@b.c", ...args];
    return spawnSync("git", all, { cwd, encoding: "utf8", maxBuffer: 1 << 30 }).stdout.trim();
  };
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-qm", "one");
  git("update-index", "--add", "--cacheinfo", `160000,${git("rev-parse", "HEAD")},rules/acme/module.pack.json`);
  if (isLong) {
    truncateSync(path.join(cwd, "x"), 64 * 1024 * 1024 + 1);
    git("update-index", "--add", "--cacheinfo", `100644,${git("hash-object", "-w", "x")},rules/acme/large.pack.json`);
  }
  git("commit", "-qm", "two");
  const { err } = fettle(["diff", "HEAD", "HEAD"], { cwd });
  expect(err).toContain("`rules/acme/secret.pack.json` is a symbolic link at this revision");
  expect(err).toContain("`rules/acme/module.pack.json` is not a regular file at this revision");
  if (isLong) expect(err).toContain("`rules/acme/large.pack.json` is larger than 64 MB");
  expect(err).not.toContain("hunter2");
  const linked = project("fettle.config.json");
  const commit = "git init -q && git add -A && git -c user.name=a -c user.email=a@b.c commit -qm one";
  spawnSync("sh", ["-c", commit], { cwd: linked });
  expect(fettle(["diff", "HEAD", "HEAD"], { cwd: linked }).err).toContain("is a symbolic link at this revision");
});

test("a fleet's files, and the models that they name, lie inside the folders that are named", () => {
  const cwd = project("fleet/link.json");
  symlinkSync("../../private.txt", path.join(cwd, "fleet/lines.ndjson"));
  writeFileSync(path.join(cwd, "fleet/serve.sh"), "vllm serve ../../../other\n");
  mkdirSync(path.join(cwd, "../other"));
  mkdirSync(path.join(cwd, "models/org"), { recursive: true });
  writeFileSync(path.join(cwd, "../other/config.json"), gemma);
  const { out, err } = fettle(["upgrade", "fleet", "--models", "models/org", ...releases], { cwd });
  for (const file of ["fleet/link.json", "fleet/lines.ndjson", "models/org/../../../other/config.json"]) {
    expect(out + err).toContain(`\`${path.normalize(file)}\` is outside`);
  }
  expect(out + err).not.toContain("hunter2");
});

test("a model in the cache of Hugging Face is links, and is read", () => {
  const cwd = folderWith({ "hub/models--acme--m/blobs/abc": gemma, "hub/models--acme--m/snapshots/r1/x": "" });
  const snapshot = "hub/models--acme--m/snapshots/r1";
  symlinkSync("../../blobs/abc", path.join(cwd, snapshot, "config.json"));
  expect(fettle(["resolve", snapshot, "--document"], { cwd }).out).toContain("Gemma");
  expect(fettle(["upgrade", snapshot, ...releases], { cwd }).out).toContain("1 deployment");
  const outside = project("model/config.json");
  expect(fettle(["resolve", "model"], { cwd: outside }).err).toContain("is outside");
});

test("a document that is a device ends at the limit", () => {
  const { code, err } = fettle(["apply", "/dev/zero"]);
  expect({ code, err }).toEqual({ code: 2, err: expect.stringContaining("too large to read") });
});
