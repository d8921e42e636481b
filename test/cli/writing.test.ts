import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterAll, expect, test } from "vitest";
import { fettle, folderWith, startFettle } from "./fettle.js";

const gemma = readFileSync(path.join(import.meta.dirname, "fixtures/gemma/config.json"), "utf8");
const fleet = { "fleet/gemma/config.json": gemma };
const upgrade = ["upgrade", "fleet", "--from", "0.19.0", "--to", "0.20.0"];
const hidden = (folder: string) => readdirSync(folder).filter((name) => name.startsWith("."));
const full = "cannot be written: no space left on the device";

const mounts: string[] = [];
afterAll(() => {
  for (const folder of mounts) {
    spawnSync("umount", [folder]);
    rmdirSync(folder);
  }
});

/** A file system of 64 KB, with these files; null where the user may not mount one. */
function smallDisk(files: Readonly<Record<string, string>>): string | null {
  const folder = path.join(folderWith({}), "disk");
  mkdirSync(folder);
  if (spawnSync("mount", ["-t", "tmpfs", "-o", "size=64k", "none", folder]).status !== 0) return null;
  mounts.push(folder);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
}

const disk = smallDisk({ "old.md": "old", "old.html": "old" });
const all = disk === null ? 0 : Number(spawnSync("stat", ["-f", "-c", "%a", disk], { encoding: "utf8" }).stdout);

test.skipIf(disk === null)("on a full disk the old file stays, and nothing new does (needs to mount a tmpfs)", () => {
  const cwd = folderWith(fleet);
  const room = path.join(disk!, "room");
  writeFileSync(room, Buffer.alloc((all - 1) * 4096));
  const before = readdirSync(disk!);
  const docs = fettle(["docs", "--output", `${disk}/old.md`], { cwd });
  expect(docs).toMatchObject({ code: 2, out: "" });
  expect(docs.err).toContain(`\`${disk}/old.md\` ${full} [file-unwritable]\n  free space`);
  const upgraded = fettle([...upgrade, "--output", `${disk}/new.txt`, "--output", `${disk}/old.html`], { cwd });
  expect(upgraded).toEqual({ code: 2, out: "", err: expect.stringContaining(`\`${disk}/old.html\` ${full}`) });
  expect(fettle(["docs", "--output", `${disk}/pages`], { cwd }).err).toContain("no space left");
  expect(readdirSync(disk!)).toEqual(before);
  for (const name of ["old.md", "old.html"]) expect(readFileSync(path.join(disk!, name), "utf8")).toBe("old");
});

test.skipIf(disk === null)("on a full disk `init` and `new` leave nothing (needs to mount a tmpfs)", () => {
  const cwd = smallDisk({})!;
  expect(writeUntilFull(path.join(cwd, "room"))).toBe("ENOSPC");
  for (const args of [["init"], ["new", "pack", "acme/memory"]]) {
    expect(fettle(args, { cwd })).toEqual({ code: 2, out: "", err: expect.stringContaining(full) });
  }
  expect(readdirSync(cwd)).toEqual(["room"]);
});

function writeUntilFull(file: string): string {
  try {
    writeFileSync(file, Buffer.alloc(1 << 20));
    return "";
  } catch (error) {
    return (error as NodeJS.ErrnoException).code!;
  }
}

test.skipIf(!existsSync("/dev/full"))("a device behind a link is written to, and stays", () => {
  const cwd = folderWith(fleet);
  symlinkSync("/dev/full", path.join(cwd, "full.md"));
  symlinkSync("/dev/null", path.join(cwd, "null.md"));
  expect(fettle([...upgrade, "--output", "full.md", "--output", "other.txt"], { cwd })).toMatchObject({
    code: 2,
    err: expect.stringContaining("`full.md`, a link to `/dev/full`, cannot be written: no space"),
  });
  expect(fettle([...upgrade, "--output", "null.md", "--fail-on", "none"], { cwd }).code).toBe(0);
  for (const name of ["full", "null"]) expect(lstatSync(`/dev/${name}`).isCharacterDevice()).toBe(true);
  expect(readdirSync(cwd).toSorted()).toEqual(["fleet", "full.md", "null.md"]);
});

test("a link to a file that is not there yet stays one", () => {
  const cwd = folderWith({ "rules/acme/x": "" });
  symlinkSync("real/pages.md", path.join(cwd, "docs.md"));
  expect(fettle(["docs", "vllm/gemma4", "--output", "docs.md"], { cwd }).code).toBe(0);
  expect(lstatSync(path.join(cwd, "docs.md")).isSymbolicLink()).toBe(true);
  expect(readFileSync(path.join(cwd, "real/pages.md"), "utf8")).toContain("gemma4");
});

test.each([
  ["a folder", "there", "it is a folder"],
  ["below a file", "file.txt/sub", "a part of its path is a file"],
  ["in a file", "file.txt/sub/sub", "a part of its path is a file"],
])("%s cannot be written, and says why", (_name, place, reason) => {
  const cwd = folderWith({ ...fleet, "file.txt": "x", "there.md/x": "" });
  const { code, out, err } = fettle([...upgrade, "--output", "new/deep/a.html", "--output", `${place}.md`], { cwd });
  expect({ code, out }).toEqual({ code: 2, out: "" });
  expect(err).toContain(`\`${place}.md\` cannot be written: ${reason}`);
  expect(readdirSync(cwd).toSorted()).toEqual(["file.txt", "fleet", "there.md"]);
});

/** Makes every draft wait on its way to the disk, after it said so on standard error. */
const slow = `import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
const { fsyncSync } = fs;
fs.fsyncSync = (handle) => {
  fs.writeSync(2, "writing");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 700);
  fsyncSync(handle);
};
syncBuiltinESMExports();
`;

async function kill(signal: NodeJS.Signals) {
  const cwd = folderWith({ "slow.mjs": slow, "docs.md": "old" });
  const node = ["--import", path.join(cwd, "slow.mjs")];
  const child = startFettle(["docs", "vllm/gemma4", "--output", "docs.md"], { cwd, node });
  child.stderr.once("data", () => child.kill(signal));
  const [, by] = await once(child, "close");
  return { cwd, by, text: readFileSync(path.join(cwd, "docs.md"), "utf8") };
}

test.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
  "%s in the middle leaves a whole file and no draft",
  async (signal) => {
    const { cwd, by, text } = await kill(signal);
    expect({ by, hidden: hidden(cwd) }).toEqual({ by: signal, hidden: [] });
    expect(text).toContain("gemma4");
  },
);

test("a draft that SIGKILL left is removed by the next run", async () => {
  const { cwd, text } = await kill("SIGKILL");
  expect(text).toBe("old");
  expect(hidden(cwd)).toEqual([expect.stringMatching(/^\.docs\.md\.\d+\.fettle-draft$/)]);
  writeFileSync(path.join(cwd, ".docs.md.mine"), "");
  writeFileSync(path.join(cwd, `.docs.md.${process.pid}.fettle-draft`), "of a process that runs");
  expect(fettle(["docs", "vllm/gemma4", "--output", "docs.md"], { cwd }).code).toBe(0);
  expect(hidden(cwd).toSorted()).toEqual([`.docs.md.${process.pid}.fettle-draft`, ".docs.md.mine"]);
});
